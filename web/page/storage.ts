// Where the page keeps what it must remember: on the device, or in the tab. Storages may be
// forbidden; and in somebody else's page (web/embed) they are theirs, and nothing is kept there.

let ours = true;

export function keepNothing(): void {
  ours = false;
}

export const deviceStorage = (): Storage | null => opened('localStorage');
export const tabStorage = (): Storage | null => opened('sessionStorage');

function opened(which: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return ours ? window[which] : null;
  } catch {
    return null;
  }
}
