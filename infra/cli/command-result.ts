// The result of a command, and the surroundings that commands run in.

/**
 * The exit code: 0, done; 1, the server refused or can't be reached; 2, the arguments are wrong; 3,
 * someone else changed the list first.
 */
export interface CommandResult {
  readonly code: 0 | 1 | 2 | 3;
  readonly text: string;
}

/** Reads and writes files. The path `-` reads standard input. */
export interface Files {
  read(path: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
}

export interface CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
}

export const success = (text: string): CommandResult => ({ code: 0, text });
export const failure = (text: string): CommandResult => ({ code: 1, text });
export const usageError = (text: string): CommandResult => ({
  code: 2,
  text: `${text} See: npx ten-minute-chat filter --help`,
});
export const versionConflict = (text: string): CommandResult => ({ code: 3, text });
