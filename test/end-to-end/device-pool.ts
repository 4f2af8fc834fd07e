// A pool of browser devices for tests that only inspect pages: opening a window takes longer than
// most inspections. Tests of stored data open their own device with openDevice (browser.ts).

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openDevice, type ContextOptions, type Device } from './browser.ts';

interface PooledDevice extends Device {
  /** Console errors since the test got the device. */
  readonly complaints: string[];
}

export type WithDevice = (use: (device: PooledDevice) => Promise<void>) => Promise<void>;

type Size = NonNullable<ReturnType<Page['viewportSize']>>;

interface DevicePoolOptions {
  readonly browser: Browser;
  /** The server's origin, whose storage is cleared between tests. */
  readonly origin: string;
  readonly options: ContextOptions & { readonly viewport: Size };
  /** Prepares a device before its first page. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

/** Opens as many devices as run at the same time. A device whose test failed is not reused. */
export function createDevicePool({
  browser,
  origin,
  options,
  prepare,
}: DevicePoolOptions): WithDevice {
  const free: PooledDevice[] = [];
  const open = async (): Promise<PooledDevice> => {
    const complaints: string[] = [];
    // A service worker would answer requests in later tests, too.
    const device = await openDevice(browser, { ...options, serviceWorkers: 'block' }, complaints);
    await prepare?.(device.context);
    return { ...device, complaints };
  };
  const clean = async ({ context, page, complaints }: PooledDevice): Promise<void> => {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.setOffline(false);
    await page.evaluate('sessionStorage.clear()');
    // The origin's smallest page: on another origin the next test would start a new process.
    await page.goto(`${origin}/robots.txt`);
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await session.detach();
    await page.setViewportSize(options.viewport);
    await page.emulateMedia({ colorScheme: 'light' });
    complaints.length = 0;
  };
  return async (use) => {
    const device = free.pop() ?? (await open());
    await use(device);
    await clean(device);
    free.push(device);
  };
}
