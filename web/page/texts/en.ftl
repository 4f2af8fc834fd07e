# English: the catalog all others follow. Ids start with the screen or part they stand on.
# Syntax: https://projectfluent.org/fluent/guide. After a change: npm run texts.

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = Language
language-automatic = As in the browser
qr-label = QR code of the link

## Reasons: why something was refused, and what to do
reason-unauthorized = This link does not work any more. Open it again, or ask for a new one.
reason-expired = This room is over. Make a new one to go on talking.
reason-forbidden = Your link does not allow this. Ask the owner for one that does.
reason-name-taken = Somebody in this room has that name, or one that looks like it. Choose another.
reason-name-invalid = A name has 1 to { $count } visible characters. Choose another.
reason-too-large = This is too long. A message has at most { $count } characters: send it in parts.
reason-rate-limited = Too many at once. Wait a moment, then try again.
# $wait: how long, such as "12 seconds"
reason-rate-limited-for = Too many at once. Try again in { $wait }.
reason-room-full = This room is full. Try again when somebody has left.
reason-locked = The owner has locked this room, so nobody new can join. Ask the owner to unlock it.
reason-kicked = The owner has removed you from this room.
reason-blocked = The filter does not let this through, so nobody has seen it. Say it in other words.
reason-not-found = There is nothing at this address. Check the link.
reason-unavailable = The server could not do this just now. Try again.
