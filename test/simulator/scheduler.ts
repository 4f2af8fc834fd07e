// Virtual time. Tasks run one after another in order of time. Each runs together with all promise
// reactions that it causes before the next one starts. So the scheduler determines the order of
// everything, which is the same in every run.

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export interface Scheduler {
  /** Milliseconds since the run began. */
  now(): number;
  after(milliseconds: number, run: () => void): void;
  /** Runs everything due up to `until`. Call it only from a macrotask (see settle). */
  runUntil(until: number): void;
}

/**
 * Runs all ready promise reactions synchronously. A turn of the event loop (setImmediate) would
 * take a hundred times longer, and a run has thousands of steps. Node has this for its own timers.
 * It does nothing inside another promise reaction.
 */
const settle = (process as unknown as { readonly _tickCallback: () => void })._tickCallback;

/** Runs something in its own macrotask. */
export const inOwnTurn = <Result>(call: () => Result): Promise<Result> =>
  new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(call());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });

export function createScheduler(): Scheduler {
  const heap: Task[] = [];
  let now = 0;
  let order = 0;

  const isBefore = (a: Task, b: Task): boolean =>
    a.at < b.at || (a.at === b.at && a.order < b.order);

  const insert = (task: Task): void => {
    let index = heap.length;
    heap.push(task);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, task)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = task;
  };

  const removeFirst = (): void => {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const min = isRight ? right : left;
      if (isBefore(last, min)) break;
      heap[index] = min;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = last;
  };

  return {
    now: () => now,
    after(milliseconds, run) {
      insert({ at: now + Math.max(0, milliseconds), order: (order += 1), run });
    },
    runUntil(until) {
      settle();
      for (let task = heap[0]; task !== undefined && task.at <= until; task = heap[0]) {
        removeFirst();
        now = task.at;
        task.run();
        settle();
      }
      now = until;
    },
  };
}
