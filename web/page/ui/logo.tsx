// The logo: a clock face with the remaining time. It links to the start page.

import type { JSX } from 'preact';
import { t } from '../texts/texts.ts';

export interface LogoProps {
  readonly small?: boolean;
}

export function Logo({ small = false }: LogoProps): JSX.Element {
  return (
    <p class={small ? 'mark small' : 'mark'}>
      <a href="/">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <circle cx="16" cy="16" r="15" class="face" />
          <path d="M16 6a10 10 0 1 0 9.5 6.9L16 16z" class="rest" />
        </svg>
        {t('page-title')}
      </a>
    </p>
  );
}
