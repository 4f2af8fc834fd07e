// What a command comes to: what is printed, and the exit code that tells a script how it went.

/**
 * 0: done. 1: the server refused it, or could not be reached. 2: the command was not understood. 3:
 * somebody else was quicker.
 */
export interface Outcome {
  readonly code: 0 | 1 | 2 | 3;
  readonly text: string;
}

/** Where commands read and write files; `-` is standard input. */
export interface Files {
  read(path: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
}

export const done = (text: string): Outcome => ({ code: 0, text });
export const failed = (text: string): Outcome => ({ code: 1, text });
export const misused = (text: string): Outcome => ({
  code: 2,
  text: `${text} See: npx ten-minute-chat filter --help`,
});
export const overtakenJoin = (text: string): Outcome => ({ code: 3, text });
