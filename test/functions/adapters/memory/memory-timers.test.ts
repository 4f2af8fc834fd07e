// In-process timers, on the test runner's fake clock.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryTimers } from '../../../../functions/adapters/memory/memory-timers.ts';
import { systemClock } from '../../../../functions/adapters/system/system-clock.ts';
import type { Timer, RoomId } from '../../../../functions/core/ports.ts';

const createTimer = (milliseconds: number): Timer => ({
  kind: 'end',
  room: 'room-1' as RoomId,
  epoch: 'epoch-1',
  at: Date.now() + milliseconds,
});

describe('in-process timers', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('[G7] fire on time, not before', async () => {
    const fire = vi.fn(() => Promise.resolve());
    const timer = createTimer(600_000);
    await createMemoryTimers({ clock: systemClock, fire }).set(timer);
    await vi.advanceTimersByTimeAsync(599_999);
    expect(fire).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(fire).toHaveBeenCalledExactlyOnceWith(timer);
  });

  it('fire immediately if their time has passed', async () => {
    const fire = vi.fn(() => Promise.resolve());
    await createMemoryTimers({ clock: systemClock, fire }).set(createTimer(-5));
    await vi.advanceTimersByTimeAsync(0);
    expect(fire).toHaveBeenCalledOnce();
  });

  it('retry a failed timer twice, then report the failure', async () => {
    const fire = vi.fn(() => Promise.reject(new Error('broken')));
    const onFailure = vi.fn();
    await createMemoryTimers({ clock: systemClock, fire, onFailure }).set(createTimer(0));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fire).toHaveBeenCalledTimes(3);
    expect(onFailure).toHaveBeenCalledOnce();
  });

  it('do not fire once stopped', async () => {
    const fire = vi.fn(() => Promise.resolve());
    const timers = createMemoryTimers({ clock: systemClock, fire });
    await timers.set(createTimer(10));
    timers.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fire).not.toHaveBeenCalled();
  });
});
