# English: the catalog all others follow. Ids start with the screen or part they stand on.
# Syntax: https://projectfluent.org/fluent/guide. After a change: npm run texts.

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = Language
qr-label = QR code for the link

## Reasons: why a request was refused, and what to do
reason-unauthorized = This link no longer works. Ask for a new one.
reason-expired = This room has ended. Create a new one to keep talking.
reason-forbidden = Your link doesn’t allow this. Ask the owner for one that does.
reason-name-taken = That name (or a look-alike) is taken. Try another.
reason-name-removed = The owner removed this name from the room. Try another.
reason-name-invalid = That name can’t be used. Choose another.
reason-too-large = That’s too long. A message has at most { $count } characters: send it in parts.
reason-too-complex = Too complex to filter. Shorten your message, or remove repeated symbols.
reason-rate-limited = You’re going too fast. Try again in a moment.
# $wait: how long, such as "12 seconds"
reason-rate-limited-for = You’re going too fast. Try again in { $wait }.
reason-room-full = This room is full. Try again when someone leaves.
reason-locked = The owner has locked this room, so nobody new can join. Ask them to unlock it.
reason-kicked = The owner removed you from this room.
reason-blocked = The filter blocked this message, and nobody has seen it. Try other words.
reason-not-found = There’s nothing at this address. Check the link.
reason-unavailable = Something went wrong on our side. Try again.

## Words on several screens
close = Close
optional = optional
new-room = Create a new room

## The start
create-title = Talk for ten minutes
create-lead = Create a room and share its link. No account, no trace: when time is up, the room and everything in it disappears.
create-return = Return to “{ $title }”
create-return-untitled = Return to your room
create-room = Create a room
create-busy = Creating…
# $wait: how long, such as "3 minutes"
create-too-many = You’ve created a lot of rooms. Try again in { $wait }.
create-unreachable = We couldn’t reach the server. Try again in a moment.
create-offline = You’re offline. Connect to a network, then try again.
create-refused = We couldn’t create this room. Change the options, then try again.
create-options = Options
create-about = Topic
create-length = Length
create-usual = Default
# $usual: the value, such as "10 minutes" or "The last 200 messages"
create-usually = { $usual } (default)
create-slow = Slow mode
create-slow-off = Off
# $wait: how long, such as "30 seconds"
create-slow-on = One message every { $wait }
create-capacity = What latecomers can read
create-capacity-none = Nothing from before they join
create-capacity-some =
    { $count ->
        [one] The last message
       *[other] The last { $count } messages
    }
create-lists = Words to filter
create-lists-none = Choose at least one list.
create-redact = Hide email addresses and phone numbers

## Sharing a room
share-title = Share this room
share-link = Link to this room
share-watch-link = Watch-only link to this room
share-copy = Copy link
share-native = Share…
share-copied = Copied.
share-failed = Sharing didn’t work, so the link was copied instead.
share-copy-yourself = Couldn’t copy. Select the link and copy it yourself.
share-more = More links
share-watch = Watch only
share-watch-about = People with this link can read but not write.
share-own = Owner
share-own-about = People with this link can remove others, and lock, extend or close the room. Only share it with people you trust.
qr-enlarge = Enlarge the QR code
qr-title = Scan to join

## Before the room
join-title = You’re invited
join-lead =
    { $count ->
        [0] Pick a name to join. You’re the first one here.
        [one] Pick a name to join. One person is here.
       *[other] Pick a name to join. { $count } people are here.
    }
join-made = Your room is open
join-made-lead = Share the link, then join. Anyone who has the link can join too.
join-watching = Opening the room…
join-name = Your name
join-name-about = We’ll remember your name on this device.
join-name-missing = Enter a name first.
join-name-long = A name has at most { $count } characters.
join-name-taken = That name (or a look-alike) is in use here. If it’s yours, go back to the browser where you joined with it. Otherwise, try another.
join-another-name = Suggest another name
join-join = Join
join-busy = Joining…
join-offline = You’re offline. We’ll continue when you’re back online.
join-late = This is taking longer than usual. Still trying…
join-not-kept = This browser doesn’t let the page store anything. If you reload, you’ll have to join again under another name.
# Two tables of words for suggested names, with commas between. Choose words that fit together whichever two are drawn (one gender),
# short, friendly, and nothing that insults anybody.
join-name-qualities = Brave, Bright, Calm, Clever, Curious, Eager, Gentle, Golden, Happy, Jolly, Kind, Lively, Lucky, Merry, Mellow, Nimble, Patient, Quick, Quiet, Sunny, Swift, Warm, Witty, Young
join-name-animals = Badger, Bear, Beaver, Bee, Crane, Dolphin, Falcon, Finch, Fox, Hare, Hedgehog, Heron, Koala, Lynx, Magpie, Marten, Otter, Owl, Panda, Puffin, Robin, Seal, Sparrow, Swan
# In the order in which the two words stand.
join-name-pattern = { $quality } { $animal }

## Why someone cannot join
refused-again = Try again
refused-still = Checked just now. Nothing has changed.
refused-link = This link doesn’t work
refused-link-advice = Part of it may be missing, or the owner replaced it. Ask for the link again, or create your own room.
refused-locked = This room is locked
refused-locked-advice = Nobody new can join. Ask the owner to unlock it, then try again.
refused-full = This room is full
refused-full-advice = Try again when someone leaves.
refused-kicked = You were removed from this room
refused-kicked-advice = The owner removed you. To come back, ask them.
refused-used = This invite is full
refused-used-advice = It has already been used the maximum number of times. Ask for another one.
refused-replaced = You’re no longer in this room
refused-replaced-advice = You were disconnected. If the room is still open, you can join again.
refused-unavailable = We can’t reach the server
refused-unavailable-advice = We’re trying to reconnect.
refused-offline = You’re offline
refused-offline-advice = We’ll continue when you’re back online.

## Time left
timer-label = Time left
timer-late = Less than a minute left.

## What an owner can do
owner-open = Manage
owner-title = Manage this room
owner-lock = Locked
owner-lock-about = Nobody new can join while this is on.
owner-lock-on-about = Nobody new can join. Everyone inside stays.
owner-locked = The room is locked.
owner-unlocked = The room is unlocked.
owner-link = Link
owner-link-about = Replace it so nobody new can join with the old links. Everyone inside stays.
owner-link-button = Replace link
owner-link-replaced = The link has been replaced. Share the new one.
owner-extend = More time
owner-extend-about = Up to one hour in total.
owner-extend-never = This room is already at the one-hour maximum.
# $time: how much, such as "5 minutes"
owner-extend-by = + { $time }
owner-extended = { $time } added.
owner-slow = Slow mode
owner-slow-about = How long people wait between messages. Owners don’t wait.
# $wait: how long, such as "30 seconds"
owner-slowed = Slow mode is on: one message every { $wait }.
owner-slow-off = Slow mode is off.
owner-close = Close the room
owner-close-about = Ends the room immediately, for everyone.
owner-close-button = Close room
owner-close-sure = Close this room for everyone?
owner-close-sure-about = Everything in it is deleted immediately. This can’t be undone.
owner-close-yes = Close room
owner-not-connected = Not connected right now.
confirm-no = Cancel

## The end
over-title = This room is gone
over-expired = Time is up, and everything in it has been deleted.
over-closed = The owner closed it, and everything in it has been deleted.
over-receipt = Permanently deleted
over-messages = Messages
over-filtered = changed by the filter
over-names = People
over-same-title = Start another room about
over-save = Save a copy
over-save-about = A text file of the messages on your screen, made on this device. This is the only copy.
# In the text file, before a private message: $name wrote it, only $to could read it.
over-transcript-private = { $name } (only to { $to })
over-transcript-gap = [Some earlier messages are missing here.]

## The room
room-here = { $count } here
room-share = Share
room-messages = Messages
room-announcements = New messages
room-empty = No messages yet.
room-empty-say-hello = No messages yet. Say hello!
room-empty-loading = Loading messages…
room-empty-offline = You’ll see the messages when you’re back online.
room-watching = You’re watching. This link doesn’t let you write.
room-you = You
room-new = New
room-jump = Latest
room-jump-new =
    { $count ->
        [one] { $count } new message
       *[other] { $count } new messages
    }
room-gap = Some earlier messages are missing here.
room-history-loading = Loading earlier messages…
room-history-gone = Earlier messages are no longer available.
room-history-failed = Couldn’t load earlier messages.
room-history-again = Try again
room-sending = Sending…
room-waits-network = Waiting for the network…
room-waits-turn = Waiting to send: there are too many messages right now.
room-waits-slow = Waiting to send: slow mode allows one message every { $wait }.
# $why: a whole sentence, or two
room-not-sent = Not sent. { $why }
room-retry = Try again
room-edit = Edit
room-discard = Discard
room-private = Only you and { $name } can see this
room-reply = Reply privately
room-unfold = Show more
room-fold = Show less
room-recipient-gone = { $name } isn’t in this room anymore.
room-filtered = Filtered
room-filtered-why = The filter changed this message. Nobody saw the original.
# $written and $now: words of the message, before and after
room-filtered-changed = “{ $written }” became “{ $now }”.
room-filtered-removed = “{ $written }” was removed.
# $list: the name of a word list
room-filtered-list = Word list: { $list }.
room-filtered-by-links = This room doesn’t show links like this.
room-filtered-by-email = This room doesn’t show email addresses.
room-filtered-by-phone = This room doesn’t show phone numbers.
# $words: an enumeration of words in quotation marks
room-blocked-by = Blocked: { $words }.
room-quoted = “{ $word }”
room-typing-one = { $name } is typing…
room-typing-two = { $first } and { $second } are typing…
room-typing-many = Several people are typing…
room-reconnecting = Reconnecting…
room-offline = You’re offline. Messages will be sent when you’re back.
room-unsent-not-kept = If you reload, unsent messages are lost.
# Read out by screen readers.
room-announce = { $name }: { $body }
room-announce-private = { $name }, privately: { $body }
room-announce-many =
    { $count ->
        [one] { $count } new message from { $name }
       *[other] { $count } new messages, the latest from { $name }
    }

## People in the room
members-label = Members
members-here = Here now: { $count }
members-you = you
members-bot = bot
members-bot-hint = { $name } is a bot and can’t read private messages.
members-typing = typing
members-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
members-watching = { $count } watching
members-write = Send a private message
members-write-hint = Only you and { $name } will see it.
members-kick = Remove from the room
members-kick-hint = You can also lock the room or replace its link.
members-kick-sure = Remove { $name }?
members-kick-about = They leave immediately, and nobody can use their name again.
members-kick-lock = Lock the room
members-kick-replace = Replace the link
members-kick-open = With the same link, they can come back under another name.
members-kick-locked = They can’t come back while the room is locked.
members-kick-replaced = They can only come back with the new link.
members-kick-not-replaced = { $name } was removed, but the link wasn’t replaced. Try again under “Manage”.
members-new-name = Your name in this room
members-rename = Change

## Writing a message
composer-message = Message
composer-send = Send
composer-only = Only { $name } will see this
# $former: the name that the member had when the user chose it
composer-only-renamed = { $former } is now called { $name }. Only { $name } will see this
composer-recipient-left = { $name } has left. Choose someone else, or message everyone.
composer-left-alone = { $name } has left, and nobody else is here right now.
composer-name-passed-on = { $name } has left, and someone else has that name now. Choose again who gets this.
composer-not-sent = Not sent: { $name } has left. Choose again who gets this.
composer-to-all = Message everyone
composer-suggestions = Suggestions
composer-left =
    { $count ->
        [one] { $count } character left
       *[other] { $count } characters left
    }
composer-too-many =
    { $count ->
        [one] { $count } character too many
       *[other] { $count } characters too many
    }
composer-renamed = You’re now { $name }.
composer-ambiguous = You could mean { $shorter } or { $longer }. Type /msg and one of the names, press Enter, then write your message.
composer-nobody = Nobody here is called { $name }.
composer-alone = Nobody else is here right now.
composer-to-yourself = That’s you.
composer-unknown = { $command } isn’t a command. Type /help for the list, or /{ $command } to send it as text.
composer-text-only = Only text can be sent here.
composer-usage-me = Try: /me waves
composer-usage-msg = Try: /msg Ann Hello
composer-usage-nick = Try: /nick Ann
composer-usage-help = Type /help for the list of commands.

## Commands and shortcuts
help-title = What you can type
help-me = Describe an action
help-msg = Send a private message
help-nick = Change your name
help-help = Show this list
help-usage-me = /me waves
help-usage-msg = /msg Ann Hello
help-usage-nick = /nick Ann
help-usage-help = /help
help-slashes = Send text that starts with a slash
help-emoji = Insert 😄. Suggestions appear as you type
help-newline = Start a new line

## The menu, and notifications
menu-title = Menu
menu-notify = Notify me
menu-notify-hint = When someone writes while you’re in another tab. The message itself is never shown.
menu-notify-denied = Notifications are blocked. Allow them in your browser’s settings for this site.
menu-sound = Sound
menu-sound-hint = A soft tone when someone writes while you’re in another tab.
menu-help-hint = Commands and emoji
menu-leave = Leave the room
menu-leave-hint = To come back, open the link again.
menu-leave-locked-hint = The room is locked. You can’t come back until the owner unlocks it.
menu-leave-owner-hint = The room stays open. You can return from the start page.
menu-leave-sure = Leave without sending?
menu-leave-sure-about = You’ve written something that hasn’t been sent. It will be lost.
alerts-wrote = New message from { $name }
