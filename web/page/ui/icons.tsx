// The icons of the room's header, in the color of the surrounding text. Their buttons have labels.

import type { JSX } from 'preact';

interface IconProps {
  readonly path: string;
  readonly dots?: boolean;
}

const Icon = ({ path, dots = false }: IconProps): JSX.Element => (
  <svg class={dots ? 'glyph dots' : 'glyph'} viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
);

const arrowFromBox = 'M12 15V4m0 0L8 8m4-4 4 4M5 13v5a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-5';
const twoPeople =
  'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6.5 9c0-3.6 2.9-5.5 6.5-5.5s6.5 1.9 6.5 5.5' +
  'M16 4.3a3.5 3.5 0 0 1 0 6.4m2 4.2c2.2.7 3.5 2.4 3.5 5.1';
const twoSliders =
  'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z' +
  'M8.5 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z';
const threeDots = 'M5 12h.01M12 12h.01M19 12h.01';

export const ShareIcon = (): JSX.Element => <Icon path={arrowFromBox} />;
export const PeopleIcon = (): JSX.Element => <Icon path={twoPeople} />;
export const ManageIcon = (): JSX.Element => <Icon path={twoSliders} />;
export const MenuIcon = (): JSX.Element => <Icon path={threeDots} dots />;
