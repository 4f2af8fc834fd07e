// The address that a request's rate limits count against.

import { describe, expect, it } from 'vitest';
import { createAddressKey, getViewerAddress } from '../../functions/handlers/viewer-address.ts';

describe('The key of an address', () => {
  it('[R11] is absent for callers on the same machine, who are not limited', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(createAddressKey(address, 'k')).toBeUndefined();
    }
  });

  it('[G8] does not reveal the address, and depends on the secret', () => {
    const key = createAddressKey('192.0.2.7', 'k');
    expect(key).not.toContain('192');
    expect(createAddressKey('192.0.2.7', 'another')).not.toBe(key);
  });

  it("[R11] is the same for a customer's whole IPv6 network, in any spelling", () => {
    const key = createAddressKey('2001:db8:1:2:3:4:5:6', 'k');
    expect(createAddressKey('2001:db8:1:2::9', 'k')).toBe(key);
    expect(createAddressKey('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', 'k')).toBe(key);
    expect(createAddressKey('2001:db8:1:3::9', 'k')).not.toBe(key);
    expect(createAddressKey('192.0.2.7', 'k')).not.toBe(createAddressKey('192.0.2.8', 'k'));
  });
});

describe("A viewer's address", () => {
  const headers = { 'x-viewer-address': '192.0.2.7', 'x-origin-key': 'secret' };

  it('[R11] comes from CloudFront if the origin key is right', () => {
    expect(getViewerAddress({ headers, sourceAddress: '203.0.113.1', originKey: 'secret' })).toBe(
      '192.0.2.7',
    );
  });

  it('[R11] does not come from the client', () => {
    expect(getViewerAddress({ headers, sourceAddress: '203.0.113.1', originKey: 'other' })).toBe(
      '203.0.113.1',
    );
    expect(
      getViewerAddress({
        headers: { ...headers, 'x-origin-key': '' },
        sourceAddress: '203.0.113.1',
        originKey: '',
      }),
    ).toBe('203.0.113.1');
  });
});
