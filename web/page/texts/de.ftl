# Deutsch, per Du. Wer den Raum leitet, heißt Admin.

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = Sprache
qr-label = QR-Code des Links

## Reasons: why a request was refused, and what to do
reason-unauthorized = Dieser Link funktioniert nicht mehr. Bitte um einen neuen.
reason-expired = Dieser Raum ist vorbei. Mach einen neuen auf, um weiterzureden.
reason-forbidden = Dein Link erlaubt das nicht. Bitte den Admin um einen, der es tut.
reason-name-taken = In diesem Raum heißt schon jemand so oder sehr ähnlich. Wähl einen anderen Namen.
reason-name-removed = Der Admin hat diesen Namen aus dem Raum entfernt. Wähl einen anderen.
reason-name-invalid = Dieser Name geht nicht. Wähl einen anderen.
reason-too-large = Das ist zu lang. Eine Nachricht hat höchstens { $count } Zeichen: Schick es in Teilen.
reason-too-complex = Das ist zu verschachtelt für den Filter. Kürze es oder lass wiederholte Zeichen weg.
reason-rate-limited = Das war zu schnell. Versuch es gleich noch einmal.
reason-rate-limited-for = Das war zu schnell. Versuch es in { $wait } noch einmal.
reason-room-full = Dieser Raum ist voll. Versuch es noch einmal, wenn jemand gegangen ist.
reason-locked = Der Raum ist abgeschlossen, niemand Neues kann hinein. Bitte den Admin, ihn aufzuschließen.
reason-kicked = Der Admin hat dich aus diesem Raum entfernt.
reason-blocked = Der Filter lässt das nicht durch, niemand hat es gesehen. Sag es mit anderen Worten.
reason-not-found = Unter dieser Adresse ist nichts. Prüf den Link.
reason-unavailable = Der Server konnte das gerade nicht. Versuch es noch einmal.

## Words on several screens
close = Schließen
optional = optional
new-room = Neuen Raum aufmachen

## The start
create-title = Zehn Minuten reden
create-lead = Mach einen Raum auf und teile den Link. Kein Konto, keine Spuren: Ist die Zeit um, sind der Raum und alles, was darin gesagt wurde, weg.
create-return = Zurück zu „{ $title }“
create-return-untitled = Zurück zu deinem Raum
create-room = Raum aufmachen
create-busy = Wird aufgemacht…
create-too-many = Du hast viele Räume aufgemacht. Versuch es in { $wait } noch einmal.
create-unreachable = Der Server hat nicht geantwortet. Versuch es gleich noch einmal.
create-offline = Du bist offline. Verbinde dich mit einem Netz und versuch es noch einmal.
create-refused = Dieser Raum ließ sich nicht aufmachen. Ändere die Optionen und versuch es noch einmal.
create-options = Optionen
create-about = Thema
create-length = Dauer
create-usual = Standard
create-usually = { $usual } (Standard)
create-slow = Langsamer Modus
create-slow-off = Aus
create-slow-on = Eine Nachricht in { $wait }
create-capacity = Was spät Gekommene lesen können
create-capacity-none = Nichts von vorher
create-capacity-some =
    { $count ->
        [one] Die letzte Nachricht
       *[other] Die letzten { $count } Nachrichten
    }
create-lists = Wörter, die gefiltert werden
create-lists-none = Wähl mindestens eine Liste.
create-redact = E-Mail-Adressen und Telefonnummern verbergen

## Sharing a room
share-title = Diesen Raum teilen
share-link = Link zu diesem Raum
share-watch-link = Link zum Mitlesen
share-copy = Link kopieren
share-native = Teilen…
share-copied = Kopiert.
share-failed = Teilen hat nicht geklappt. Der Link ist stattdessen kopiert.
share-copy-yourself = Kopieren hat nicht geklappt. Markiere den Link und kopiere ihn selbst.
share-more = Weitere Links
share-watch = Nur mitlesen
share-watch-about = Wer ihn öffnet, liest ohne Namen mit und kann nicht schreiben.
share-own = Admin
share-own-about = Wer ihn öffnet, kann Leute entfernen und den Raum abschließen, verlängern und schließen. Gib ihn nur Leuten, denen du vertraust.
qr-enlarge = QR-Code groß zeigen
qr-title = Scannen und mitreden

## Before the room
join-title = Du bist eingeladen
join-lead =
    { $count ->
        [0] Wähl einen Namen und geh hinein. Noch ist niemand da.
        [one] Wähl einen Namen und geh hinein. Eine Person ist da.
       *[other] Wähl einen Namen und geh hinein. { $count } Leute sind da.
    }
join-made = Dein Raum ist offen
join-made-lead = Teile den Link und geh dann hinein. Wer ihn hat, kann mitreden.
join-watching = Der Raum wird geöffnet…
join-name = Dein Name
join-name-about = Wird nur auf diesem Gerät gemerkt.
join-name-missing = Gib zuerst einen Namen ein.
join-name-long = Ein Name hat höchstens { $count } Zeichen.
join-name-taken = In diesem Raum heißt schon jemand so oder sehr ähnlich. Bist du das? Dann geh zurück zu dem Browser, in dem du mit diesem Namen beigetreten bist. Sonst wähl einen anderen Namen.
join-another-name = Anderen Namen vorschlagen
join-join = Hinein
join-busy = Geht hinein…
join-offline = Du bist offline. Es geht weiter, sobald ein Netz da ist.
join-late = Das dauert länger als sonst. Wir versuchen es weiter…
join-not-kept = Dein Browser lässt die Seite nichts speichern. Nach einem Neuladen musst du unter einem anderen Namen noch einmal hineingehen.
# Männliche Tiere, damit die Endung stimmt.
join-name-qualities = Mutiger, Heller, Ruhiger, Kluger, Neugieriger, Eifriger, Sanfter, Goldener, Froher, Lustiger, Netter, Munterer, Glücklicher, Heiterer, Milder, Flinker, Geduldiger, Schneller, Stiller, Sonniger, Wacher, Warmer, Witziger, Junger
join-name-animals = Dachs, Bär, Biber, Kranich, Delfin, Falke, Fink, Fuchs, Hase, Igel, Reiher, Koala, Luchs, Marder, Otter, Uhu, Panda, Papagei, Spatz, Schwan, Seehund, Star, Storch, Wal
join-name-pattern = { $quality } { $animal }

## Why someone cannot join
refused-again = Noch einmal versuchen
refused-still = Gerade versucht: Es ist noch so.
refused-link = Dieser Link funktioniert nicht
refused-link-advice = Vielleicht wurde er beim Kopieren abgeschnitten oder vom Admin ersetzt. Bitte noch einmal um den Link oder mach selbst einen Raum auf.
refused-locked = Dieser Raum ist abgeschlossen
refused-locked-advice = Niemand Neues kann hinein. Bitte den Admin, ihn aufzuschließen, und versuch es dann noch einmal.
refused-full = Dieser Raum ist voll
refused-full-advice = Versuch es noch einmal, wenn jemand gegangen ist.
refused-kicked = Du wurdest aus diesem Raum entfernt
refused-kicked-advice = Der Admin hat dich entfernt. Wenn du zurück möchtest, frag ihn.
refused-used = Diese Einladung ist voll
refused-used-advice = Sie wurde schon so oft genutzt wie vorgesehen. Bitte um eine neue.
refused-replaced = Du bist nicht mehr in diesem Raum
refused-replaced-advice = Deine Verbindung wurde beendet. Ist der Raum noch offen, kannst du wieder hinein.
refused-unavailable = Der Server antwortet nicht
refused-unavailable-advice = Wir versuchen, die Verbindung wiederherzustellen.
refused-offline = Du bist offline
refused-offline-advice = Es geht von selbst weiter, sobald ein Netz da ist.

## Time left
timer-label = Verbleibende Zeit
timer-late = Weniger als eine Minute übrig.

## What an owner can do
owner-open = Verwalten
owner-title = Diesen Raum verwalten
owner-lock = Abgeschlossen
owner-lock-about = Ist es an, kann niemand Neues hinein.
owner-lock-on-about = Niemand Neues kann hinein. Wer drin ist, bleibt.
owner-locked = Der Raum ist abgeschlossen.
owner-unlocked = Der Raum ist wieder offen.
owner-link = Link
owner-link-about = Ersetzt du ihn, kommt mit den alten Links niemand Neues hinein. Wer drin ist, bleibt.
owner-link-button = Link ersetzen
owner-link-replaced = Der Link ist ersetzt. Teile den neuen.
owner-extend = Mehr Zeit
owner-extend-about = Höchstens eine Stunde insgesamt.
owner-extend-never = Ein Raum ist höchstens eine Stunde offen, und dieser ist es schon.
owner-extend-by = + { $time }
owner-extended = Der Raum bleibt { $time } länger offen.
owner-slow = Langsamer Modus
owner-slow-about = Pause zwischen zwei Nachrichten einer Person. Gilt nicht für Admins.
owner-slowed = Ab jetzt eine Nachricht in { $wait }.
owner-slow-off = Der langsame Modus ist aus.
owner-close = Raum schließen
owner-close-about = Er endet sofort, für alle.
owner-close-button = Raum schließen
owner-close-sure = Diesen Raum für alle schließen?
owner-close-sure-about = Alles, was darin gesagt wurde, wird sofort gelöscht. Das kann niemand rückgängig machen.
owner-close-yes = Raum schließen
owner-not-connected = Gerade nicht verbunden.
confirm-no = Abbrechen

## The end
over-title = Dieser Raum ist weg
over-expired = Seine Zeit ist um, und mit ihm ist alles weg, was darin gesagt wurde.
over-closed = Er wurde geschlossen, und mit ihm ist alles weg, was darin gesagt wurde.
over-receipt = Endgültig gelöscht
over-messages = Nachrichten
over-filtered = davon vom Filter geändert
over-names = Personen
over-same-title = Weiterreden über
over-save = Kopie speichern
over-save-about = Eine Textdatei mit den Nachrichten auf deinem Bildschirm, erstellt auf diesem Gerät. Das ist die einzige Kopie.
over-transcript-private = { $name } (nur an { $to })
over-transcript-gap = [Hier fehlen einige Nachrichten von vorher.]

## The room
room-here = { $count } hier
room-share = Teilen
room-messages = Nachrichten
room-announcements = Neue Nachrichten
room-empty = Noch hat niemand etwas gesagt.
room-empty-say-hello = Noch hat niemand etwas gesagt. Sag hallo.
room-empty-loading = Nachrichten werden geladen…
room-empty-offline = Sobald ein Netz da ist, siehst du die Nachrichten.
room-watching = Du liest nur mit. Mit diesem Link kannst du nicht schreiben.
room-you = Du
room-new = Neu
room-jump = Neueste
room-jump-new =
    { $count ->
        [one] { $count } neue Nachricht
       *[other] { $count } neue Nachrichten
    }
room-gap = Hier fehlen einige Nachrichten von vorher.
room-history-loading = Früheres wird geholt…
room-history-gone = Was davor gesagt wurde, wird nicht mehr aufbewahrt.
room-history-failed = Früheres konnte nicht geholt werden.
room-history-again = Noch einmal versuchen
room-sending = Wird gesendet…
room-waits-network = Wartet auf das Netz…
room-waits-turn = Wartet: Gerade sind es zu viele Nachrichten auf einmal.
room-waits-slow = Wartet: Im langsamen Modus ist eine Nachricht in { $wait } möglich.
room-not-sent = Nicht gesendet. { $why }
room-retry = Noch einmal senden
room-edit = Bearbeiten
room-discard = Verwerfen
room-private = Nur { $name } und du können das lesen
room-reply = Privat antworten
room-unfold = Mehr anzeigen
room-fold = Weniger anzeigen
room-recipient-gone = { $name } ist nicht mehr in diesem Raum.
room-filtered = Gefiltert
room-filtered-why = Der Filter hat diese Nachricht geändert. Niemand hat gesehen, was du geschrieben hast.
room-filtered-changed = Aus „{ $written }“ wurde „{ $now }“.
room-filtered-removed = „{ $written }“ wurde herausgenommen.
room-filtered-list = Wortliste: { $list }.
room-filtered-by-links = Dieser Raum zeigt solche Links nicht.
room-filtered-by-email = Dieser Raum zeigt keine E-Mail-Adressen.
room-filtered-by-phone = Dieser Raum zeigt keine Telefonnummern.
room-blocked-by = Der Grund: { $words }.
room-quoted = „{ $word }“
room-typing-one = { $name } schreibt…
room-typing-two = { $first } und { $second } schreiben…
room-typing-many = Mehrere schreiben…
room-reconnecting = Wird wieder verbunden…
room-offline = Du bist offline. Was du schreibst, wartet und geht raus, wenn du zurück bist.
room-unsent-not-kept = Beim Neuladen gehen ungesendete Nachrichten verloren.
room-announce = { $name }: { $body }
room-announce-private = { $name }, nur an dich: { $body }
room-announce-many =
    { $count ->
        [one] { $count } neue Nachricht, von { $name }
       *[other] { $count } neue Nachrichten, die letzte von { $name }
    }

## People in the room
members-label = Mitglieder
members-here = Gerade hier: { $count }
members-you = du
members-bot = Bot
members-bot-hint = { $name } ist ein Bot und kann keine privaten Nachrichten lesen.
members-typing = schreibt
members-more = und { $count } mehr
members-watching =
    { $count ->
        [one] { $count } liest mit
       *[other] { $count } lesen mit
    }
members-write = Privat schreiben
members-write-hint = Nur { $name } und du werden es lesen.
members-kick = Aus dem Raum entfernen
members-kick-hint = Dabei kannst du auch den Raum abschließen oder den Link ersetzen.
members-kick-sure = { $name } entfernen?
members-kick-about = Die Person ist sofort draußen, und niemand kann ihren Namen wieder benutzen.
members-kick-lock = Raum abschließen
members-kick-replace = Link ersetzen
members-kick-open = Mit demselben Link kann sie unter einem anderen Namen zurückkommen.
members-kick-locked = Solange der Raum abgeschlossen ist, kann sie nicht zurückkommen.
members-kick-replaced = Nur mit dem neuen Link kann sie zurückkommen.
members-kick-not-replaced = { $name } wurde entfernt, aber der Link nicht ersetzt. Versuch es unter „Verwalten“ noch einmal.
members-new-name = Dein Name in diesem Raum
members-rename = Ändern

## Writing a message
composer-message = Nachricht
composer-send = Senden
composer-only = Nur { $name } liest das
composer-only-renamed = { $former } heißt jetzt { $name }. Nur { $name } liest das
composer-recipient-left = { $name } ist nicht mehr hier. Wähl jemand anderen oder schreib an alle.
composer-left-alone = { $name } ist nicht mehr hier, und außer dir ist gerade niemand da.
composer-name-passed-on = { $name } ist nicht mehr hier, und jemand anderes hat jetzt diesen Namen. Wähl noch einmal, wer das bekommt.
composer-not-sent = Nicht gesendet: { $name } ist nicht mehr hier. Wähl noch einmal, wer das bekommt.
composer-to-all = An alle schreiben
composer-suggestions = Vorschläge
composer-left = noch { $count } Zeichen
composer-too-many = { $count } Zeichen zu viel
composer-renamed = Du heißt jetzt { $name }.
composer-ambiguous = Du könntest { $shorter } oder { $longer } meinen. Gib /msg und einen der Namen ein, drücke die Eingabetaste und schreib dann deine Nachricht.
composer-nobody = Hier heißt niemand { $name }.
composer-alone = Gerade ist außer dir niemand da.
composer-to-yourself = Das bist du selbst.
composer-unknown = { $command } ist kein Befehl, darum wurde es nicht gesendet. /help zeigt, was es gibt; mit zwei Schrägstrichen wird es als Text gesendet.
composer-text-only = Hier lässt sich nur Text senden.
composer-usage-me = Sag, was du tust, zum Beispiel: /me winkt
composer-usage-msg = Sag, an wen und was, zum Beispiel: /msg Ann Hallo
composer-usage-nick = Sag, welchen Namen, zum Beispiel: /nick Ann
composer-usage-help = /help zeigt, was es gibt.

## Commands and shortcuts
help-title = Was du tippen kannst
help-me = sagt, was du tust
help-msg = schreibt nur einer Person
help-nick = ändert deinen Namen
help-help = zeigt das hier
help-usage-me = /me winkt
help-usage-msg = /msg Ann Hallo
help-usage-nick = /nick Ann
help-usage-help = /help
help-slashes = sendet einen Text, der mit einem Schrägstrich anfängt
help-emoji = wird zu 😄; beim Tippen erscheint eine Liste
help-newline = macht eine neue Zeile

## The menu, and notifications
menu-title = Menü
menu-notify = Benachrichtigen
menu-notify-hint = Wenn jemand schreibt, während du woanders bist. Kein Wort davon wird gezeigt.
menu-notify-denied = Dein Browser erlaubt es nicht. Du kannst es in seinen Einstellungen für diese Seite ändern.
menu-sound = Ton
menu-sound-hint = Ein leiser Ton, wenn jemand schreibt, während du woanders bist.
menu-help-hint = Befehle und Emojis
menu-leave = Raum verlassen
menu-leave-hint = Um zurückzukommen, öffne den Link noch einmal.
menu-leave-locked-hint = Der Raum ist abgeschlossen. Zurück kannst du erst, wenn der Admin ihn aufschließt.
menu-leave-owner-hint = Der Raum bleibt offen. Von der Startseite aus kommst du zurück.
menu-leave-sure = Ungesendet verlassen?
menu-leave-sure-about = Du hast etwas geschrieben, das noch nicht gesendet ist. Es geht verloren.
alerts-wrote = { $name } hat geschrieben
