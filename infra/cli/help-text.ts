// The help of the command line, all of it on one page.

export const help = `npx ten-minute-chat filter <command>: the word lists of a running server

  list                               all lists
  show <list> [--version N]          its entries, as text, or by --format csv or json
  add <list> <entry>...              forbids entries; with --allow, allows them
  remove <list> <entry>...           takes them away again; with --allow, allowed ones
  import <list> <file> [--new]       makes the file the list: .json, .csv or a line an entry; - reads standard input.
                                     What the file does not say (language, action, replacements, ...) stays as it was.
                                     --new only makes a new list, --add only adds, --dry-run only shows what would change,
                                     --sample <file> shows which of its lines would be newly caught, and no longer;
                                     --expect N only writes if N is the version that stands
  export <list> [<file>]             writes it to a file, or to standard output
  diff <list> <N|file> [<N>]         what was changed since version N, between two versions, or what a file would change
  test <text>... [--list <list>]...  what comes out, and which entries matched; with --draft <file> as if that were one more list
  history <list>                     its versions: when, by which token, how much
  rollback <list> <N>                makes version N the newest one
  delete <list>                      removes the list; rollback brings it back

npx ten-minute-chat admin [--open]   prints the link to the page that does the same, with the token in it; --open opens it in the browser

npx ten-minute-chat token [--hours N] [--read-only]
                                     an administrator's token for a deployed stack; reads its signing secret from standard input

  --url <origin>        the server (TEN_MINUTE_CHAT_URL, else http://localhost:8100)
  --token-file <file>   an administrator's token (ADMIN_TOKEN_FILE: the local server writes one there at start)
  --json                prints what the server answered

Exit codes: 0 done, 1 refused or not reached, 2 not understood, 3 somebody else changed the list meanwhile
`;
