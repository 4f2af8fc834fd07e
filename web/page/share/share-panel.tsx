// The link, large, with the ways to hand it on: copying, the device's own sheet where it has one, a
// code to scan; and, folded away, the links that allow less or more.

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ShareLinks } from './use-share-links.ts';
import { t } from '../texts/texts.ts';
import { QrCode } from './qr-code.tsx';

export interface SharePanelProps {
  readonly links: ShareLinks;
  readonly title: string;
}

/** All of it, one below the other. */
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
  const { said, copy } = useCopy();
  const field = useRef<HTMLInputElement>(null);
  const link = mainLink(links);
  if (link === null) return null;
  const share = async (): Promise<void> => {
    try {
      await navigator.share({ title: title === '' ? t('page-title') : title, url: link });
    } catch {
      // Closed without sharing: nothing to say.
    }
  };
  const select = (): void => {
    field.current?.select();
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
        {said}
      </p>
    </div>
  );
}

/** The code to scan, and the links that allow less or more. */
export function MoreShareOptions({ links }: Pick<SharePanelProps, 'links'>): JSX.Element | null {
  const { said, copy } = useCopy();
  const link = mainLink(links);
  if (link === null) return null;
  return (
    <div class="share">
      <QrCode text={link} />
      {links.talk !== null && (
        <details
          class="more"
          onToggle={(event) => {
            if (event.currentTarget.open) links.more();
          }}
        >
          <summary>{t('share-more')}</summary>
          <OtherLink
            title={t('share-watch')}
            about={t('share-watch-about')}
            link={links.watch}
            onCopy={copy}
          />
          {links.own !== null && (
            <OtherLink
              title={t('share-own')}
              about={t('share-own-about')}
              link={links.own}
              onCopy={copy}
            />
          )}
        </details>
      )}
      <p class="said" role="status">
        {said}
      </p>
    </div>
  );
}

function useCopy(): { readonly said: string; readonly copy: (text: string) => Promise<void> } {
  const [said, setSaid] = useState('');
  const copy = async (text: string): Promise<void> => {
    setSaid('');
    setSaid((await copied(text)) ? t('share-copied') : t('share-copy-yourself'));
  };
  return { said, copy };
}

interface OtherLinkProps {
  readonly title: string;
  readonly about: string;
  readonly link: string | null;
  readonly onCopy: (link: string) => Promise<void>;
}

function OtherLink({ title, about, link, onCopy }: OtherLinkProps): JSX.Element {
  const copy = (): void => {
    if (link !== null) void onCopy(link);
  };
  return (
    <div class="other-link">
      <p>
        <strong>{title}</strong> {about}
      </p>
      <button type="button" class="secondary" aria-disabled={link === null} onClick={copy}>
        {t('share-copy')}
        <span class="unseen"> {title}</span>
      </button>
    </div>
  );
}

/** The clipboard is closed to pages served by plain HTTP; there the old way still works. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'unseen';
    // In an open dialog nothing outside it can be selected.
    (document.querySelector('dialog:modal') ?? document.body).append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing has replaced it without a secure context
    const done = document.execCommand('copy');
    area.remove();
    if (before instanceof HTMLElement) before.focus();
    return done;
  }
}
