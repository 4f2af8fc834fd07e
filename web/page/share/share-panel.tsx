// The link, in large, with ways to share it: copy, the device's own share dialog, and a QR code.
// Links that allow less or more are folded away.

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';
import { QrCode } from './qr-code.tsx';
import type { ShareLinks } from './use-share-links.ts';

export interface SharePanelProps {
  readonly links: ShareLinks;
  readonly title: string;
}

/** Everything in one column. */
export function SharePanel({ links, title }: SharePanelProps): JSX.Element {
  return (
    <>
      <ShareLink links={links} title={title} />
      <MoreShareOptions links={links} />
    </>
  );
}

const mainLink = ({ talk, watch }: ShareLinks): string | null => talk ?? watch;

export function ShareLink({ links, title }: SharePanelProps): JSX.Element | null {
  const { result, copy } = useCopy();
  const field = useRef<HTMLInputElement>(null);
  const link = mainLink(links);
  if (link === null) return null;

  const select = (): void => {
    field.current?.select();
  };
  const share = async (): Promise<void> => {
    try {
      await navigator.share({ title: title === '' ? t('page-title') : title, url: link });
    } catch (error) {
      // The user closed the dialog without sharing.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      select();
      await copy(link, t('share-failed'));
    }
  };
  return (
    <div class="share">
      <label class="field">
        <span>{t(links.talk === null ? 'share-watch-link' : 'share-link')}</span>
        <input
          ref={field}
          class="link"
          type="text"
          dir="ltr"
          readOnly
          value={link}
          onFocus={select}
        />
      </label>
      <div class="row">
        <button
          type="button"
          class="primary"
          onClick={() => {
            select();
            void copy(link);
          }}
        >
          {t('share-copy')}
        </button>
        {'share' in navigator && (
          <button
            type="button"
            class="secondary"
            onClick={() => {
              void share();
            }}
          >
            {t('share-native')}
          </button>
        )}
      </div>
      <p class="said" role="status">
        {result}
      </p>
    </div>
  );
}

/** The QR code, and the links that allow less or more. */
export function MoreShareOptions({ links }: Pick<SharePanelProps, 'links'>): JSX.Element | null {
  const { result, copy } = useCopy();
  const link = mainLink(links);
  if (link === null) return null;
  return (
    <div class="share">
      <QrCode text={link} />
      {links.talk !== null && (
        <details
          class="more"
          onToggle={(event) => {
            if (event.currentTarget.open) links.loadMore();
          }}
        >
          <summary>{t('share-more')}</summary>
          <OtherLink
            title={t('share-watch')}
            description={t('share-watch-about')}
            link={links.watch}
            onCopy={copy}
          />
          {links.owner !== null && (
            <OtherLink
              title={t('share-own')}
              description={t('share-own-about')}
              link={links.owner}
              onCopy={copy}
            />
          )}
        </details>
      )}
      <p class="said" role="status">
        {result}
      </p>
    </div>
  );
}

interface OtherLinkProps {
  readonly title: string;
  readonly description: string;
  readonly link: string | null;
  readonly onCopy: (link: string) => Promise<void>;
}

function OtherLink({ title, description, link, onCopy }: OtherLinkProps): JSX.Element {
  const copy = (): void => {
    if (link !== null) void onCopy(link);
  };
  return (
    <div class="other-link">
      <p>
        <strong>{title}</strong> {description}
      </p>
      <button type="button" class="secondary" aria-disabled={link === null} onClick={copy}>
        {t('share-copy')}
        <span class="unseen"> {title}</span>
      </button>
    </div>
  );
}

interface Copying {
  /** The text to show after a copy; empty before. */
  readonly result: string;
  /** `success`: the result to show if it worked. */
  readonly copy: (text: string, success?: string) => Promise<void>;
}

function useCopy(): Copying {
  const [result, setResult] = useState('');
  const copy = async (text: string, success = t('share-copied')): Promise<void> => {
    setResult('');
    setResult((await writeClipboard(text)) ? success : t('share-copy-yourself'));
  };
  return { result, copy };
}

/** Pages served by plain HTTP cannot use the clipboard API; `execCommand` still works there. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'unseen';
    // While a dialog is open, only its content can be selected.
    (document.querySelector('dialog:modal') ?? document.body).append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing replaces it over HTTP
    const isCopied = document.execCommand('copy');
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return isCopied;
  }
}
