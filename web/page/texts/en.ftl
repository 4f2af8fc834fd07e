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

## Words on several screens
close = Close
optional = optional
new-room = Make a new room

## The start
create-title = Talk for ten minutes
create-lead = Open a room and share its link. No account, no trace: when the time is up, the room and all that was said in it are gone.
create-room = Create a room
create-busy = Creating…
# $wait: how long, such as "3 minutes"
create-too-many = Too many rooms were made from here just now. Try again in { $wait }.
create-unreachable = The server did not answer. Try again in a moment.
create-offline = You are offline. Connect to a network, then try again.
create-refused = This room could not be made. Change the options, then try again.
create-options = Options
create-about = What is it about?
create-length = How long it lasts
create-usual = As usual
# $usual: what is usual, such as "10 minutes" or "200"
create-usually = As usual: { $usual }
create-slow = Slow mode
create-slow-off = Off
# $wait: how long, such as "30 seconds"
create-slow-on = One message in { $wait }
create-capacity = What latecomers can read
create-capacity-none = Nothing from before
create-capacity-some =
    { $count ->
        [one] The last message
       *[other] The last { $count } messages
    }
create-lists = Word lists that filter what is said
create-lists-none = Choose at least one list.
create-redact = Take out e-mail addresses and telephone numbers

## Sharing a room
share-title = Share this room
share-link = Link to this room
share-watch-link = Link to watch this room
share-copy = Copy link
share-native = Share…
share-copied = Copied.
share-copy-yourself = Select the link above and copy it.
share-more = Other links
share-watch = Watch only
share-watch-about = Whoever opens it reads along without a name, and cannot write.
share-own = Owner
share-own-about = Whoever opens it can remove people, lock, extend and close the room. Keep it to yourself.
qr-enlarge = Show the QR code large
qr-title = Scan to join

## Before the room
join-title = You are invited
join-lead =
    { $count ->
        [0] Choose a name and go in. Nobody is inside yet.
        [one] Choose a name and go in. One person is inside.
       *[other] Choose a name and go in. { $count } people are inside.
    }
join-made = Your room is open
join-made-lead = Share the link, then go in. Whoever has it can join.
join-watching = Opening the room…
join-name = Your name
join-name-about = Remembered on this device only.
join-name-missing = Type a name first.
join-name-long = A name has at most { $count } characters.
join-another-name = Suggest another name
join-join = Join
join-busy = Joining…
join-offline = You are offline. It goes on as soon as there is a network.
join-late = The server is slow to answer. It is being asked again.
# Two tables of words for suggested names, with commas between. Choose words that fit together whichever two are drawn (one gender),
# short, friendly, and nothing that insults anybody.
join-name-qualities = Brave, Bright, Calm, Clever, Curious, Eager, Gentle, Golden, Happy, Jolly, Kind, Lively, Lucky, Merry, Mellow, Nimble, Patient, Quick, Quiet, Sunny, Swift, Warm, Witty, Young
join-name-animals = Badger, Bear, Beaver, Bee, Crane, Dolphin, Falcon, Finch, Fox, Hare, Hedgehog, Heron, Koala, Lynx, Magpie, Marten, Otter, Owl, Panda, Puffin, Robin, Seal, Sparrow, Swan
# In the order in which the two words stand.
join-name-pattern = { $quality } { $animal }

## Why one cannot go in
refused-again = Try again
refused-still = Tried just now: it is still so.
refused-link = This link does not work
refused-link-advice = It may have been cut short when it was copied. Ask for the whole link again, or make a room of your own.
refused-locked = This room is locked
refused-locked-advice = Its owner lets nobody new in. Ask the owner to unlock it, then try again.
refused-full = This room is full
refused-full-advice = Try again when somebody has left.
refused-kicked = You were removed from this room
refused-kicked-advice = Its owner has removed you. This link no longer lets you in.
refused-used = This link has been used up
refused-used-advice = It let in as many as it was made for. Ask for another one.
refused-replaced = You are no longer in this room
refused-replaced-advice = Your connection was ended. If the room is still open, you can go in again.
refused-unavailable = The server does not answer
refused-unavailable-advice = This may pass in a moment. It is being asked again by itself.
refused-offline = You are offline
refused-offline-advice = It goes on by itself as soon as there is a network.

## The time that is left
timer-label = Time left
timer-late = Less than a minute left.

## What an owner may do
owner-open = Manage
owner-title = Manage this room
owner-lock = Locked
owner-lock-about = Nobody new can come in while it is on.
owner-lock-on-about = Nobody new can come in. Who is inside stays.
owner-locked = The room is locked.
owner-unlocked = The room is open again.
owner-extend = More time
owner-extend-about = At most an hour in all.
owner-extend-never = A room lives an hour at most, and this one does already.
# $time: how much, such as "5 minutes"
owner-extend-by = + { $time }
owner-extended = The room lives { $time } longer.
owner-slow = Slow mode
owner-slow-about = Between two messages of one person. Not for owners.
# $wait: how long, such as "30 seconds"
owner-slowed = One message in { $wait } from now on.
owner-slow-off = Slow mode is off.
owner-close = Close the room
owner-close-about = It ends at once, for everybody.
owner-close-button = Close room
owner-close-sure = Close this room for everybody?
owner-close-sure-about = All that was said in it is deleted at once. Nobody can undo this.
owner-close-yes = Close the room
owner-not-connected = Not connected just now.
confirm-no = Cancel

## The end
over-title = This room is gone
over-expired = Its time is up, and everything said in it has gone with it.
over-closed = Its owner closed it, and everything said in it has gone with it.
over-receipt = Deleted for good
over-messages = Messages
over-filtered = of them changed by the filter
over-names = Names
over-connections = Connections
over-same-title = Go on talking about
over-save = Save what you have read
over-save-about = A text file with what was on your screen, made on this device. It is nowhere else.
# In the text file, before a private message: $name wrote it, only $to could read it.
over-transcript-private = { $name } (only to { $to })
over-transcript-gap = [Some messages from before are missing here.]
