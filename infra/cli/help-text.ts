// The help of the command line.

export const helpText = `Word lists of a running server: npx ten-minute-chat filter <command>

  list                          Show all lists.
  show <list> [--version N]     Show a list's entries, as text, or with --format csv or json.
  add <list> <entry>...         Forbid entries. With --allow, allow them instead.
  remove <list> <entry>...      Remove entries. With --allow, remove allowed entries.
  import <list> <file>          Replace the list by a file: .json, .csv, or text with one entry per
                                line. "-" reads standard input. Settings that the file leaves out
                                (language, action, replacements, ...) keep their values.
    --new                         Only create a new list.
    --add                         Only add entries.
    --dry-run                     Only show what would change.
    --sample <file>               With --dry-run: show which lines of the file would be newly
                                  caught, and which no longer.
    --expect N                    Only write if N is the current version.
  export <list> [<file>]        Write a list to a file or to standard output.
  diff <list> <N|file> [<N>]    Show changes since version N, between two versions, or those that
                                a file would make.
  test <text>... [--list <list>]...
                                Show the filtered text and the entries that match. With
                                --draft <file>, add the file as one more list.
  history <list>                Show a list's versions: when, by which token, how many changes.
  rollback <list> <N>           Restore version N as the newest version.
  delete <list>                 Delete a list. rollback restores it.

The admin page: npx ten-minute-chat admin [--open]

                                Print the link with the token, or open it in the browser.

An admin token for a deployed stack: npx ten-minute-chat token [--hours N] [--read-only]

                                Reads the stack's signing secret from standard input.

An attack on a running server: npx ten-minute-chat verify <origin> [--word WORD]

                                Tries what must not work, with each role's token, in two rooms of
                                its own, and prints what holds. WORD is one that the lists change.

Options

  --url <origin>                The server. Default: TEN_MINUTE_CHAT_URL, or http://localhost:8100.
  --token-file <file>           A file with an admin token. Default: ADMIN_TOKEN_FILE, where a
                                local server writes one at start.
  --json                        Print the server's response as JSON.

Exit codes: 0 done, 1 refused or unreachable, 2 wrong arguments, 3 someone else changed the list
`;
