# Français, tutoiement. La personne qui gère le salon est admin.

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = Langue
qr-label = Code QR du lien

## Reasons: why a request was refused, and what to do
reason-unauthorized = Ce lien ne fonctionne plus. Demandes-en un autre.
reason-expired = Ce salon est terminé. Crées-en un autre pour continuer à parler.
reason-forbidden = Ton lien ne permet pas cela. Demande à l’admin un lien qui le permet.
reason-name-taken = Quelqu’un dans ce salon porte déjà ce nom, ou un nom qui lui ressemble. Choisis-en un autre.
reason-name-removed = L’admin a retiré ce nom du salon. Choisis-en un autre.
reason-name-invalid = Ce nom n’est pas possible. Choisis-en un autre.
reason-too-large = C’est trop long. Un message compte au plus { $count } caractères : envoie-le en plusieurs parties.
reason-too-complex = C’est trop complexe pour le filtre. Raccourcis ton message ou retire les symboles répétés.
reason-rate-limited = Tu vas trop vite. Réessaie dans un instant.
reason-rate-limited-for = Tu vas trop vite. Réessaie dans { $wait }.
reason-room-full = Ce salon est complet. Réessaie quand quelqu’un sera parti.
reason-locked = Ce salon est verrouillé : personne d’autre ne peut entrer. Demande à l’admin de le déverrouiller.
reason-kicked = L’admin t’a retiré de ce salon.
reason-blocked = Le filtre ne laisse pas passer cela, donc personne ne l’a vu. Dis-le autrement.
reason-not-found = Il n’y a rien à cette adresse. Vérifie le lien.
reason-unavailable = Le serveur n’a pas pu le faire à l’instant. Réessaie.

## Words on several screens
close = Fermer
optional = facultatif
new-room = Créer un autre salon

## The start
create-title = Dix minutes pour parler
create-lead = Ouvre un salon et partage son lien. Pas de compte, pas de trace : quand le temps est écoulé, le salon et tout ce qui s’y est dit disparaissent.
create-return = Revenir à « { $title } »
create-return-untitled = Revenir à ton salon
create-room = Créer un salon
create-busy = Création…
create-too-many = Tu as créé beaucoup de salons. Réessaie dans { $wait }.
create-unreachable = Le serveur n’a pas répondu. Réessaie dans un instant.
create-offline = Tu es hors ligne. Connecte-toi à un réseau, puis réessaie.
create-refused = Ce salon n’a pas pu être créé. Change les options, puis réessaie.
create-options = Options
create-about = Sujet
create-length = Durée
create-usual = Par défaut
create-usually = { $usual } (par défaut)
create-slow = Mode lent
create-slow-off = Désactivé
create-slow-on = Un message toutes les { $wait }
create-capacity = Ce que les retardataires peuvent lire
create-capacity-none = Rien d’avant leur arrivée
create-capacity-some =
    { $count ->
        [0] Rien d’avant leur arrivée
        [one] Le dernier message
       *[other] Les { $count } derniers messages
    }
create-lists = Mots à filtrer
create-lists-none = Choisis au moins une liste.
create-redact = Masquer les adresses e-mail et les numéros de téléphone

## Sharing a room
share-title = Partager ce salon
share-link = Lien vers ce salon
share-watch-link = Lien pour suivre ce salon
share-copy = Copier le lien
share-native = Partager…
share-copied = Copié.
share-failed = Le partage n’a pas marché. Le lien a été copié à la place.
share-copy-yourself = Impossible de copier. Sélectionne le lien et copie-le.
share-more = Autres liens
share-watch = Lecture seule
share-watch-about = Avec ce lien, on lit sans donner de nom et sans pouvoir écrire.
share-own = Admin
share-own-about = Avec ce lien, on peut retirer des gens, verrouiller, prolonger et fermer le salon. Ne le donne qu’à des personnes de confiance.
qr-enlarge = Afficher le code QR en grand
qr-title = Scanne pour entrer

## Before the room
join-title = On t’invite
join-lead =
    { $count ->
        [0] Choisis un nom et entre. Il n’y a encore personne.
        [one] Choisis un nom et entre. Il y a une personne.
       *[other] Choisis un nom et entre. Il y a { $count } personnes.
    }
join-made = Ton salon est ouvert
join-made-lead = Partage le lien, puis entre. Toute personne qui l’a peut venir.
join-watching = Ouverture du salon…
join-name = Ton nom
join-name-about = Retenu sur cet appareil seulement.
join-name-missing = Écris d’abord un nom.
join-name-long = Un nom compte au plus { $count } caractères.
join-name-taken = Ce nom, ou un nom qui lui ressemble, est déjà pris dans ce salon. Si c’est le tien, reviens au navigateur avec lequel tu es entré sous ce nom. Sinon, choisis-en un autre.
join-another-name = Proposer un autre nom
join-join = Entrer
join-busy = Entrée…
join-offline = Tu es hors ligne. La suite viendra dès qu’il y aura un réseau.
join-late = C’est plus long que d’habitude. On essaie encore…
join-not-kept = Ton navigateur ne laisse rien enregistrer à la page. Si tu la recharges, tu devras entrer de nouveau, sous un autre nom.
# Des animaux au masculin, pour l’accord.
join-name-qualities = Brave, Brillant, Calme, Malin, Curieux, Aimable, Doux, Doré, Heureux, Joyeux, Gentil, Vif, Chanceux, Gai, Serein, Agile, Patient, Rapide, Discret, Radieux, Attentif, Tendre, Drôle, Jeune
join-name-animals = Blaireau, Ours, Castor, Hibou, Dauphin, Faucon, Pinson, Renard, Lièvre, Hérisson, Héron, Koala, Lynx, Merle, Panda, Macareux, Phoque, Moineau, Cygne, Cerf, Colibri, Écureuil, Pingouin, Toucan
join-name-pattern = { $animal } { $quality }

## Why someone cannot join
refused-again = Réessayer
refused-still = Essayé à l’instant : rien n’a changé.
refused-link = Ce lien ne fonctionne pas
refused-link-advice = Il a peut-être été coupé lors de la copie, ou remplacé par l’admin. Redemande le lien ou crée ton propre salon.
refused-locked = Ce salon est verrouillé
refused-locked-advice = Personne d’autre ne peut entrer. Demande à l’admin de le déverrouiller, puis réessaie.
refused-full = Ce salon est complet
refused-full-advice = Réessaie quand quelqu’un sera parti.
refused-kicked = On t’a retiré de ce salon
refused-kicked-advice = L’admin t’a retiré. Pour revenir, demande-lui.
refused-used = Cette invitation est complète
refused-used-advice = Elle a déjà servi autant de fois que prévu. Demandes-en une autre.
refused-replaced = Tu n’es plus dans ce salon
refused-replaced-advice = Ta connexion a été fermée. Si le salon est encore ouvert, tu peux y retourner.
refused-unavailable = Le serveur ne répond pas
refused-unavailable-advice = On essaie de rétablir la connexion.
refused-offline = Tu es hors ligne
refused-offline-advice = La suite viendra d’elle-même dès qu’il y aura un réseau.

## Time left
timer-label = Temps restant
timer-late = Il reste moins d’une minute.

## What an owner can do
owner-open = Gérer
owner-title = Gérer ce salon
owner-lock = Verrouillé
owner-lock-about = Tant que c’est activé, personne d’autre ne peut entrer.
owner-lock-on-about = Personne d’autre ne peut entrer. Qui est là reste.
owner-locked = Le salon est verrouillé.
owner-unlocked = Le salon est de nouveau ouvert.
owner-link = Lien
owner-link-about = Si tu le remplaces, personne d’autre ne peut entrer avec les anciens liens. Qui est là reste.
owner-link-button = Remplacer le lien
owner-link-replaced = Le lien est remplacé. Partage le nouveau.
owner-extend = Plus de temps
owner-extend-about = Une heure au plus en tout.
owner-extend-never = Un salon dure une heure au plus, et celui-ci y est déjà.
owner-extend-by = + { $time }
owner-extended = Le salon durera { $time } de plus.
owner-slow = Mode lent
owner-slow-about = Pause entre deux messages d’une personne. Ne concerne pas les admins.
owner-slowed = Désormais, un message toutes les { $wait }.
owner-slow-off = Le mode lent est désactivé.
owner-close = Fermer le salon
owner-close-about = Il se termine aussitôt, pour tout le monde.
owner-close-button = Fermer le salon
owner-close-sure = Fermer ce salon pour tout le monde ?
owner-close-sure-about = Tout ce qui s’y est dit est supprimé aussitôt. Personne ne peut revenir en arrière.
owner-close-yes = Fermer le salon
owner-not-connected = Pas de connexion pour l’instant.
confirm-no = Annuler

## The end
over-title = Ce salon a disparu
over-expired = Son temps est écoulé, et tout ce qui s’y est dit a disparu avec lui.
over-closed = L’admin l’a fermé, et tout ce qui s’y est dit a disparu avec lui.
over-receipt = Supprimé définitivement
over-messages = Messages
over-filtered = dont modifiés par le filtre
over-names = Personnes
over-same-title = Continuer à parler de
over-save = Enregistrer une copie
over-save-about = Un fichier texte avec les messages affichés à l’écran, créé sur cet appareil. C’est la seule copie.
over-transcript-private = { $name } (seulement à { $to })
over-transcript-gap = [Il manque ici quelques messages précédents.]

## The room
room-here = { $count } ici
room-share = Partager
room-messages = Messages
room-announcements = Nouveaux messages
room-empty = Personne n’a encore rien dit.
room-empty-say-hello = Personne n’a encore rien dit. Dis bonjour.
room-empty-loading = Chargement des messages…
room-empty-offline = Tu verras les messages dès qu’il y aura un réseau.
room-watching = Tu es en lecture seule. Ce lien ne te permet pas d’écrire.
room-you = Toi
room-new = Nouveau
room-jump = Le plus récent
room-jump-new =
    { $count ->
        [one] { $count } nouveau message
       *[other] { $count } nouveaux messages
    }
room-gap = Il manque ici quelques messages précédents.
room-history-loading = Chargement de ce qui précède…
room-history-gone = Ce qui s’est dit avant n’est plus conservé.
room-history-failed = Ce qui précède n’a pas pu être chargé.
room-history-again = Réessayer
room-sending = Envoi…
room-waits-network = En attente du réseau…
room-waits-turn = En attente : il y a trop de messages en ce moment.
room-waits-slow = En attente : le mode lent permet un message toutes les { $wait }.
room-not-sent = Non envoyé. { $why }
room-retry = Renvoyer
room-edit = Modifier
room-discard = Supprimer
room-private = Il n’y a que { $name } et toi qui pouvez lire ceci
room-reply = Répondre en privé
room-unfold = Afficher plus
room-fold = Afficher moins
room-recipient-gone = { $name } n’est plus dans ce salon.
room-filtered = Filtré
room-filtered-why = Le filtre a modifié ce message. Personne n’a vu ce que tu as écrit.
room-filtered-changed = « { $written } » est devenu « { $now } ».
room-filtered-removed = « { $written } » a été retiré.
room-filtered-list = Liste de mots : { $list }.
room-filtered-by-links = Ce salon n’affiche pas ce genre de liens.
room-filtered-by-email = Ce salon n’affiche pas les adresses e-mail.
room-filtered-by-phone = Ce salon n’affiche pas les numéros de téléphone.
room-blocked-by = En cause : { $words }.
room-quoted = « { $word } »
room-typing-one = { $name } écrit…
room-typing-two = { $first } et { $second } écrivent…
room-typing-many = Plusieurs personnes écrivent…
room-reconnecting = Reconnexion…
room-offline = Tu es hors ligne. Ce que tu écris attend et partira à ton retour.
room-unsent-not-kept = Si tu recharges la page, les messages non envoyés seront perdus.
room-announce = { $name } : { $body }
room-announce-private = { $name }, rien qu’à toi : { $body }
room-announce-many =
    { $count ->
        [one] { $count } nouveau message, de { $name }
       *[other] { $count } nouveaux messages, le dernier de { $name }
    }

## People in the room
members-label = Membres
members-here = Ici en ce moment : { $count }
members-you = toi
members-bot = bot
members-bot-hint = { $name } est un bot et ne peut pas lire les messages privés.
members-typing = écrit
members-more = et { $count } de plus
members-watching = { $count } en lecture
members-write = Écrire en privé
members-write-hint = Il n’y aura que { $name } et toi à le lire.
members-kick = Retirer du salon
members-kick-hint = Tu peux aussi verrouiller le salon ou remplacer son lien.
members-kick-sure = Retirer { $name } ?
members-kick-about = Cette personne sort aussitôt, et son nom ne peut plus servir à personne.
members-kick-lock = Verrouiller le salon
members-kick-replace = Remplacer le lien
members-kick-open = Avec le même lien, elle peut revenir sous un autre nom.
members-kick-locked = Elle ne peut pas revenir tant que le salon est verrouillé.
members-kick-replaced = Elle ne peut revenir qu’avec le nouveau lien.
members-kick-not-replaced = { $name } n’est plus là, mais le lien n’a pas été remplacé. Réessaie dans « Gérer ».
members-new-name = Ton nom dans ce salon
members-rename = Changer

## Writing a message
composer-message = Message
composer-send = Envoyer
composer-only = Lu par { $name } seulement
composer-only-renamed = { $former } s’appelle maintenant { $name }. Lu par { $name } seulement
composer-recipient-left = { $name } n’est plus là. Choisis quelqu’un d’autre ou écris à tout le monde.
composer-left-alone = { $name } n’est plus là, et il n’y a personne d’autre pour le moment.
composer-name-passed-on = { $name } n’est plus là, et quelqu’un d’autre porte maintenant ce nom. Choisis à nouveau à qui l’envoyer.
composer-not-sent = Message non envoyé : { $name } n’est plus là. Choisis à nouveau à qui l’envoyer.
composer-to-all = Écrire à tout le monde
composer-suggestions = Suggestions
composer-left =
    { $count ->
        [one] { $count } caractère restant
       *[other] { $count } restants
    }
composer-too-many =
    { $count ->
        [one] { $count } caractère de trop
       *[other] { $count } caractères de trop
    }
composer-renamed = Tu t’appelles maintenant { $name }.
composer-ambiguous = Il peut s’agir de { $shorter } ou de { $longer }. Tape /msg et l’un des noms, appuie sur Entrée, puis écris ton message.
composer-nobody = Personne ici ne s’appelle { $name }.
composer-alone = Il n’y a personne d’autre pour le moment.
composer-to-yourself = C’est toi.
composer-unknown = { $command } n’est pas une commande, donc rien n’a été envoyé. /help montre ce qui existe ; avec deux barres obliques, c’est envoyé comme texte.
composer-text-only = On ne peut envoyer que du texte ici.
composer-usage-me = Dis ce que tu fais, par exemple : /me salue
composer-usage-msg = Dis à qui et quoi, par exemple : /msg Ann Bonjour
composer-usage-nick = Dis quel nom, par exemple : /nick Ann
composer-usage-help = /help montre ce qui existe.

## Commands and shortcuts
help-title = Ce que tu peux écrire
help-me = dit ce que tu fais
help-msg = écrit à une seule personne
help-nick = change ton nom
help-help = montre ceci
help-usage-me = /me salue
help-usage-msg = /msg Ann Bonjour
help-usage-nick = /nick Ann
help-usage-help = /help
help-slashes = envoie un texte qui commence par une barre oblique
help-emoji = devient 😄 ; une liste apparaît pendant la saisie
help-newline = passe à la ligne

## The menu, and notifications
menu-title = Menu
menu-notify = M’avertir
menu-notify-hint = Quand quelqu’un écrit alors que tu regardes ailleurs. Aucun mot n’en est montré.
menu-notify-denied = Ton navigateur ne le permet pas. Tu peux changer cela dans ses réglages pour cette page.
menu-sound = Son
menu-sound-hint = Un son doux quand quelqu’un écrit alors que tu regardes ailleurs.
menu-help-hint = Commandes et emojis
menu-leave = Quitter le salon
menu-leave-hint = Pour revenir, ouvre à nouveau le lien.
menu-leave-locked-hint = Le salon est verrouillé. Tu ne pourras pas revenir tant que l’admin ne l’aura pas déverrouillé.
menu-leave-owner-hint = Le salon reste ouvert. Tu peux y revenir depuis la page d’accueil.
menu-leave-sure = Quitter sans envoyer ?
menu-leave-sure-about = Tu as écrit quelque chose qui n’a pas été envoyé. Ce sera perdu.
alerts-wrote = { $name } a écrit
