// The alarms of one process, on the test runner's timers.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryTimers } from '../../../../functions/adapters/memory/memory-timers.ts';
import { systemClock } from '../../../../functions/adapters/system/system-clock.ts';
import type { Timer, RoomId } from '../../../../functions/core/ports.ts';

const timerIn = (milliseconds: number): Timer => ({
  kind: 'end',
  room: 'room-1' as RoomId,
  epoch: 'epoch-1',
  at: Date.now() + milliseconds,
});

describe('alarms in process', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('[G7] fire at their time, not before', async () => {
    const fire = vi.fn(() => Promise.resolve());
    const timer = timerIn(600_000);
    await createMemoryTimers({ clock: systemClock, fire }).set(timer);
    await vi.advanceTimersByTimeAsync(599_999);
    expect(fire).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(fire).toHaveBeenCalledExactlyOnceWith(timer);
  });

  it('fire immediately if their time has passed', async () => {
    const fire = vi.fn(() => Promise.resolve());
    await createMemoryTimers({ clock: systemClock, fire }).set(timerIn(-5));
    await vi.advanceTimersByTimeAsync(0);
    expect(fire).toHaveBeenCalledOnce();
  });

  it('are tried three times, then given up aloud', async () => {
    const fire = vi.fn(() => Promise.reject(new Error('broken')));
    const failed = vi.fn();
    await createMemoryTimers({ clock: systemClock, fire, failed }).set(timerIn(0));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fire).toHaveBeenCalledTimes(3);
    expect(failed).toHaveBeenCalledOnce();
  });

  it('are silent once stopped', async () => {
    const fire = vi.fn(() => Promise.resolve());
    const timers = createMemoryTimers({ clock: systemClock, fire });
    await timers.set(timerIn(10));
    timers.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fire).not.toHaveBeenCalled();
  });
});
