// A link as a QR code, dark on white in both colour schemes since many readers know no other. Each
// module is a whole number of the screen's own pixels, so that it is sharp on a projector too.
// Loaded when first shown.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';

interface Drawing {
  readonly size: number;
  readonly path: string;
}

/** The quiet zone that the standard asks for, in modules. */
const margin = 4;
/**
 * CSS pixels, of the small one: what the narrowest phone has beside the margins of page and card.
 */
const smallSide = (): number => Math.min(288, window.innerWidth - 80);

export function QrCode({ text }: { text: string }): JSX.Element | null {
  const drawing = useDrawing(text);
  const full = useRef<HTMLDialogElement>(null);
  const [space, setSpace] = useState(0);
  useEffect(() => {
    if (space === 0) return undefined;
    const fit = (): void => {
      setSpace(spaceInWindow());
    };
    window.addEventListener('resize', fit);
    return () => {
      window.removeEventListener('resize', fit);
    };
  }, [space === 0]);

  const show = (): void => {
    setSpace(spaceInWindow());
    full.current?.showModal();
  };
  const hide = (): void => {
    full.current?.close();
  };
  return (
    <>
      <button type="button" class="qr" aria-label={t('qr-enlarge')} onClick={show}>
        {drawing !== null && <Code drawing={drawing} space={smallSide()} />}
      </button>
      <dialog
        ref={full}
        class="projected"
        aria-label={t('qr-title')}
        onClose={() => setSpace(0)}
        onClick={hide}
      >
        {drawing !== null && space > 0 && <Code drawing={drawing} space={space} />}
        <button type="button" class="secondary" onClick={hide}>
          {t('close')}
        </button>
      </dialog>
    </>
  );
}

function Code({
  drawing: { size, path },
  space,
}: {
  drawing: Drawing;
  space: number;
}): JSX.Element {
  const modules = size + 2 * margin;
  const pixel = 1 / window.devicePixelRatio;
  const side = modules * Math.max(1, Math.floor(space / pixel / modules)) * pixel;
  return (
    <svg
      role="img"
      aria-label={t('qr-label')}
      width={side}
      height={side}
      viewBox={`${-margin} ${-margin} ${modules} ${modules}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

/** Beside the code there is a button to close it. */
const spaceInWindow = (): number => Math.min(window.innerWidth - 16, window.innerHeight - 88);

function useDrawing(text: string): Drawing | null {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let wanted = true;
    draw(text)
      .then((made) => {
        if (wanted) setDrawing(made);
      })
      .catch(() => {
        // Without the picture there is still the link.
      });
    return () => {
      wanted = false;
    };
  }, [text]);
  return drawing;
}

async function draw(text: string): Promise<Drawing> {
  const { generate } = await import('lean-qr/nano');
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      const from = x;
      while (code.get(x, y)) x += 1;
      if (x > from) path += `M${from} ${y}h${x - from}v1h-${x - from}z`;
    }
  }
  return { size: code.size, path };
}
