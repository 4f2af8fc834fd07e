// A link as a QR code. It is dark on white in both color schemes, because many readers accept
// nothing else. Each module is a whole number of device pixels, so it stays sharp on a projector.
// The generator loads when a code is first shown.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';

/** The code as an SVG path, in modules. */
interface Drawing {
  readonly size: number;
  readonly path: string;
}

/** The quiet zone of ISO/IEC 18004, in modules. */
const margin = 4;
/** Side of the small code in CSS pixels. The narrowest phones have less space than 288. */
const smallSide = (): number => Math.min(288, window.innerWidth - 80);

export interface QrCodeProps {
  readonly text: string;
}

export function QrCode({ text }: QrCodeProps): JSX.Element | null {
  const drawing = useDrawing(text);
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useRenderOnResize();

  const show = (): void => {
    setIsOpen(true);
    dialog.current?.showModal();
  };
  const hide = (): void => {
    dialog.current?.close();
  };
  return (
    <>
      <button type="button" class="qr" aria-label={t('qr-enlarge')} onClick={show}>
        {drawing !== null && <Code drawing={drawing} space={smallSide()} />}
      </button>
      <dialog
        ref={dialog}
        class="projected"
        aria-label={t('qr-title')}
        onClose={() => setIsOpen(false)}
        onClick={hide}
      >
        {drawing !== null && isOpen && <Code drawing={drawing} space={measureWindow()} />}
        <button type="button" class="secondary" onClick={hide}>
          {t('close')}
        </button>
      </dialog>
    </>
  );
}

interface CodeProps {
  readonly drawing: Drawing;
  /** Maximum side in CSS pixels. */
  readonly space: number;
}

function Code({ drawing: { size, path }, space }: CodeProps): JSX.Element {
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

/** The window's smaller side, minus the margins and the Close button. */
const measureWindow = (): number => Math.min(window.innerWidth - 16, window.innerHeight - 88);

function useRenderOnResize(): void {
  const [, setResizes] = useState(0);
  useEffect(() => {
    const render = (): void => {
      setResizes((count) => count + 1);
    };
    window.addEventListener('resize', render);
    return () => {
      window.removeEventListener('resize', render);
    };
  }, []);
}

function useDrawing(text: string): Drawing | null {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let isCurrent = true;
    drawCode(text)
      .then((drawn) => {
        if (isCurrent) setDrawing(drawn);
      })
      .catch(() => {
        // The generator did not load. The link itself is still there.
      });
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return drawing;
}

async function drawCode(text: string): Promise<Drawing> {
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
