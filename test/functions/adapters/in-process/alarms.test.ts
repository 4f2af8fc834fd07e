// The alarms of one process, on the test runner's timers.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inProcessAlarms } from '../../../../functions/adapters/in-process/alarms.ts';
import { systemClock } from '../../../../functions/adapters/in-process/clock.ts';
import type { Alarm, RoomId } from '../../../../functions/core/ports.ts';

const alarmIn = (milliseconds: number): Alarm => ({
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
    const alarm = alarmIn(600_000);
    await inProcessAlarms({ clock: systemClock, fire }).set(alarm);
    await vi.advanceTimersByTimeAsync(599_999);
    expect(fire).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(fire).toHaveBeenCalledExactlyOnceWith(alarm);
  });

  it('fire at once where their time has passed', async () => {
    const fire = vi.fn(() => Promise.resolve());
    await inProcessAlarms({ clock: systemClock, fire }).set(alarmIn(-5));
    await vi.advanceTimersByTimeAsync(0);
    expect(fire).toHaveBeenCalledOnce();
  });

  it('are tried three times, then given up aloud', async () => {
    const fire = vi.fn(() => Promise.reject(new Error('broken')));
    const failed = vi.fn();
    await inProcessAlarms({ clock: systemClock, fire, failed }).set(alarmIn(0));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fire).toHaveBeenCalledTimes(3);
    expect(failed).toHaveBeenCalledOnce();
  });

  it('are silent once stopped', async () => {
    const fire = vi.fn(() => Promise.resolve());
    const alarms = inProcessAlarms({ clock: systemClock, fire });
    await alarms.set(alarmIn(10));
    alarms.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fire).not.toHaveBeenCalled();
  });
});
