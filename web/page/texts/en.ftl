# English: the catalog all others follow. Ids start with the screen or part they stand on.
# Syntax: https://projectfluent.org/fluent/guide. After a change: npm run texts.

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = Language
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

## The room
room-here = { $count } here
room-share = Share
room-messages = Messages
room-announcements = New messages
room-empty = Nothing has been said yet.
room-empty-say-hello = Nothing has been said yet. Say hello.
room-watching = You are watching. This link does not let you write.
room-you = You
room-new = New
room-jump = Latest
room-jump-new =
    { $count ->
        [one] { $count } new message
       *[other] { $count } new messages
    }
room-gap = Some messages from before are missing here.
room-history-loading = Fetching what was said before…
room-history-gone = What was said before is no longer kept.
room-history-failed = What was said before could not be fetched.
room-history-again = Try again
room-sending = Sending…
room-waits-network = Waiting for the network…
room-waits-turn = Waiting for its turn: this room is in slow mode, or you were quick.
# $why: a whole sentence, or two
room-not-sent = Not sent. { $why }
room-retry = Send again
room-edit = Edit
room-discard = Discard
room-private-to = Only { $name } and you can read this
room-private-from = Only you can read this
room-filtered = Filtered
room-filtered-why = The filter changed this message. Nobody has seen what you wrote.
# $written and $now: words of the message, before and after
room-filtered-changed = “{ $written }” became “{ $now }”.
room-filtered-removed = “{ $written }” was taken out.
# $list: the name of a word list
room-filtered-list = Word list: { $list }.
room-filtered-by-links = This room does not show such links.
room-filtered-by-email = This room does not show e-mail addresses.
room-filtered-by-phone = This room does not show telephone numbers.
# $words: an enumeration of words in quotation marks
room-blocked-by = It was because of { $words }.
room-quoted = “{ $word }”
room-typing-one = { $name } is typing…
room-typing-two = { $first } and { $second } are typing…
room-typing-many = Several people are typing…
room-reconnecting = Connecting again…
room-offline = You are offline. What you write waits, and goes when you are back.
# Read out by screen readers.
room-announce = { $name }: { $body }
room-announce-private = { $name }, to you alone: { $body }
room-announce-many =
    { $count ->
        [one] { $count } new message, from { $name }
       *[other] { $count } new messages, the last from { $name }
    }

## Who is here
members-label = Members
members-here = Here now
members-you = you
members-typing = typing
members-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
members-watching = { $count } watching
members-write = Write privately
members-write-hint = Only { $name } and you will read it.
members-kick = Remove from the room
members-kick-hint = They cannot come back, and their name stays taken.
members-kick-sure = Remove { $name }?
members-new-name = Your name in this room
members-rename = Change

## Where one writes
composer-message = Message
composer-send = Send
composer-only = Only { $name } reads this
composer-to-all = Write to all
composer-suggestions = Suggestions
composer-left =
    { $count ->
        [one] { $count } character left
       *[other] { $count } left
    }
composer-too-many =
    { $count ->
        [one] { $count } character too many
       *[other] { $count } characters too many
    }
composer-renamed = You are { $name } now.
composer-nobody = Nobody here is called { $name }.
composer-alone = Nobody else is here yet.
composer-to-yourself = That is you.
composer-unknown = { $command } is no command, so it was not sent. /help shows what there is; with two slashes it is sent as text.
composer-usage-me = Say what you do, such as: /me waves
composer-usage-msg = Say to whom and what, such as: /msg Ann Hello
composer-usage-nick = Say which name, such as: /nick Ann
composer-usage-help = /help shows what there is.

## What one can type
help-title = What you can type
help-me = says what you do
help-msg = writes to one person alone
help-nick = changes your name
help-help = shows this
help-usage-me = /me waves
help-usage-msg = /msg Ann Hello
help-usage-nick = /nick Ann
help-usage-help = /help
help-slashes = sends a text that begins with a slash
help-emoji = becomes 😄; a list comes up as you type
help-newline = makes a new line

## The menu, and being told of messages
menu-title = Menu
menu-notify = Notify me
menu-notify-hint = When somebody writes while you look elsewhere. No word of it is shown.
menu-notify-denied = Your browser does not allow it. Its settings for this page do.
menu-sound = Sound
menu-sound-hint = A soft tone when somebody writes while you look elsewhere.
menu-help-hint = Commands and emoji
alerts-wrote = { $name } has written
