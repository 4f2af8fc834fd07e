// Devices that are lent to one test after another: opening a browser's window takes longer than
// most of what is done in it. For tests that only look; one that depends on what a device keeps has
// its own, by deviceIn in browser.ts.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { deviceIn, type ContextOptions, type Device } from './browser.ts';

interface Lent extends Device {
  /** Since it was lent. */
  readonly complaints: string[];
}

export type Lend = (use: (device: Lent) => Promise<void>) => Promise<void>;

type Size = NonNullable<ReturnType<Page['viewportSize']>>;

interface Lending {
  readonly browser: Browser;
  /** Of the server, whose storage is cleared. */
  readonly origin: string;
  readonly options: ContextOptions & { readonly viewport: Size };
  /** What else every device needs before its first page. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

/**
 * Creates as many devices as run at the same time. A device that failed a test is not lent again.
 */
export function lendDevices({ browser, origin, options, prepare }: Lending): Lend {
  const free: Lent[] = [];
  const made = async (): Promise<Lent> => {
    const complaints: string[] = [];
    // A route that answers for the server would leak into the next test.
    const device = await deviceIn(browser, { ...options, serviceWorkers: 'block' }, complaints);
    await prepare?.(device.context);
    return { ...device, complaints };
  };
  const clean = async ({ context, page, complaints }: Lent): Promise<void> => {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.evaluate('sessionStorage.clear()');
    await page.goto('about:blank');
    await context.setOffline(false);
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await session.detach();
    await page.setViewportSize(options.viewport);
    await page.emulateMedia({ colorScheme: 'light' });
    complaints.length = 0;
  };
  return async (use) => {
    const device = free.pop() ?? (await made());
    await use(device);
    await clean(device);
    free.push(device);
  };
}
