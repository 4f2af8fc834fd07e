// The link as a QR code, dark on white in both colour schemes since many readers know no other. Loaded when first shown.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../texts/texts.ts';

interface Drawing {
  readonly size: number;
  readonly path: string;
}

/** The quiet zone that the standard asks for, in modules. */
const margin = 4;

export function QrCode({ text }: { text: string }): JSX.Element | null {
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
  if (drawing === null) return <div class="qr" aria-hidden="true" />;
  const side = drawing.size + 2 * margin;
  return (
    <svg class="qr" role="img" aria-label={t('qr-label')} viewBox={`${String(-margin)} ${String(-margin)} ${String(side)} ${String(side)}`} shape-rendering="crispEdges">
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}

async function draw(text: string): Promise<Drawing> {
  const { generate } = await import('lean-qr/nano');
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${String(x)} ${String(y)}h1v1h-1z`;
  }
  return { size: code.size, path };
}
