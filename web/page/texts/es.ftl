# Español, de tú. Quien lleva la sala es admin.

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = Idioma
qr-label = Código QR del enlace

## Reasons: why a request was refused, and what to do
reason-unauthorized = Este enlace ya no funciona. Pide otro.
reason-expired = Esta sala ha terminado. Crea otra para seguir hablando.
reason-forbidden = Tu enlace no permite esto. Pide a un admin uno que lo permita.
reason-name-taken = En esta sala ya hay alguien con ese nombre o uno muy parecido. Elige otro.
reason-name-removed = Un admin ha expulsado de la sala a quien tenía ese nombre. Elige otro.
reason-name-invalid = Ese nombre no se puede usar. Elige otro.
reason-too-large = Es demasiado largo. Un mensaje tiene como máximo { $count } caracteres: envíalo por partes.
reason-too-complex = Es demasiado complejo para el filtro. Acórtalo o quita los símbolos repetidos.
reason-rate-limited = Vas demasiado deprisa. Inténtalo de nuevo en un momento.
reason-rate-limited-for = Vas demasiado deprisa. Inténtalo de nuevo en { $wait }.
reason-room-full = Esta sala está llena. Inténtalo de nuevo cuando alguien haya salido.
reason-locked = La sala está bloqueada y no puede entrar nadie más. Pide a un admin que la desbloquee.
reason-kicked = Un admin te ha expulsado de esta sala.
reason-blocked = El filtro no deja pasar esto, así que nadie lo ha visto. Dilo con otras palabras.
reason-not-found = No hay nada en esta dirección. Comprueba el enlace.
reason-unavailable = El servidor no ha podido hacerlo ahora mismo. Inténtalo de nuevo.

## Words on several screens
close = Cerrar
optional = opcional
new-room = Crear otra sala

## The start
create-title = Habla diez minutos
create-lead = Abre una sala y comparte su enlace. Sin cuenta y sin rastro: cuando se acaba el tiempo, la sala y todo lo que se dijo en ella desaparecen.
create-return = Volver a «{ $title }»
create-return-untitled = Volver a tu sala
create-room = Crear una sala
create-busy = Creando…
create-too-many = Has creado muchas salas. Inténtalo de nuevo en { $wait }.
create-unreachable = El servidor no ha respondido. Inténtalo de nuevo en un momento.
create-offline = No tienes conexión. Conéctate a una red e inténtalo de nuevo.
create-refused = No se ha podido crear esta sala. Cambia las opciones e inténtalo de nuevo.
create-options = Opciones
create-about = Tema
create-length = Duración
create-usual = Predeterminado
create-usually = { $usual } (predeterminado)
create-slow = Modo lento
create-slow-off = Desactivado
create-slow-on = Un mensaje cada { $wait }
create-capacity = Qué puede leer quien llega tarde
create-capacity-none = Nada de lo anterior
create-capacity-some =
    { $count ->
        [one] El último mensaje
       *[other] Los últimos { $count } mensajes
    }
create-lists = Palabras que se filtran
create-lists-none = Elige al menos una lista.
create-redact = Ocultar direcciones de correo y números de teléfono

## Sharing a room
share-title = Compartir esta sala
share-link = Enlace a esta sala
share-watch-link = Enlace para ver esta sala
share-copy = Copiar enlace
share-native = Compartir…
share-copied = Copiado.
share-failed = No se ha podido compartir, así que el enlace se ha copiado.
share-copy-yourself = No se ha podido copiar. Selecciona el enlace y cópialo.
share-more = Otros enlaces
share-watch = Solo ver
share-watch-about = Quien lo abra podrá leer sin nombre, pero no escribir.
share-own = Admin
share-own-about = Quien lo abra puede expulsar a gente y bloquear, alargar y cerrar la sala. Compártelo solo con gente de confianza.
qr-enlarge = Mostrar el código QR en grande
qr-title = Escanea para entrar

## Before the room
join-title = Tienes una invitación
join-lead =
    { $count ->
        [0] Elige un nombre y entra. Todavía no hay nadie dentro.
        [one] Elige un nombre y entra. Hay una persona dentro.
       *[other] Elige un nombre y entra. Hay { $count } personas dentro.
    }
join-made = Tu sala está abierta
join-made-lead = Comparte el enlace y entra. Cualquiera que lo tenga puede unirse.
join-watching = Abriendo la sala…
join-name = Tu nombre
join-name-about = Solo se recuerda en este dispositivo.
join-name-missing = Primero escribe un nombre.
join-name-long = Un nombre tiene como máximo { $count } caracteres.
join-name-taken = En esta sala ya se usa ese nombre o uno muy parecido. Si es el tuyo, vuelve al navegador en el que entraste con él. Si no, elige otro.
join-another-name = Sugerir otro nombre
join-join = Entrar
join-busy = Entrando…
join-offline = No tienes conexión. Seguirá en cuanto haya red.
join-late = Está tardando más de lo habitual. Seguimos intentándolo…
join-not-kept = Tu navegador no deja que la página guarde nada. Si la recargas, tendrás que volver a entrar con otro nombre.
# Animales masculinos, para que concuerden.
join-name-qualities = Audaz, Brillante, Tranquilo, Listo, Curioso, Amable, Dorado, Feliz, Alegre, Bueno, Vivaz, Risueño, Sereno, Ágil, Paciente, Veloz, Callado, Soleado, Atento, Cálido, Gracioso, Joven, Valiente, Noble
join-name-animals = Tejón, Oso, Castor, Búho, Delfín, Halcón, Pinzón, Zorro, Conejo, Erizo, Flamenco, Koala, Lince, Mirlo, Mapache, Panda, Canario, Colibrí, Petirrojo, Gorrión, Cisne, Ciervo, Pingüino, Tucán
join-name-pattern = { $animal } { $quality }

## Why someone cannot join
refused-again = Intentar de nuevo
refused-still = Acabamos de intentarlo: sigue igual.
refused-link = Este enlace no funciona
refused-link-advice = Quizá se cortó al copiarlo o un admin lo cambió. Pide otra vez el enlace o crea tu propia sala.
refused-locked = Esta sala está bloqueada
refused-locked-advice = No puede entrar nadie más. Pide a un admin que la desbloquee e inténtalo de nuevo.
refused-full = Esta sala está llena
refused-full-advice = Inténtalo de nuevo cuando alguien haya salido.
refused-kicked = Te han expulsado de esta sala
refused-kicked-advice = Un admin te ha expulsado. Si quieres volver, habla con él.
refused-used = Esta invitación está completa
refused-used-advice = Ya se ha usado el máximo de veces. Pide otra.
refused-replaced = Ya no estás en esta sala
refused-replaced-advice = Tu conexión se ha cerrado. Si la sala sigue abierta, puedes volver a entrar.
refused-unavailable = El servidor no responde
refused-unavailable-advice = Estamos intentando reconectar.
refused-offline = No tienes conexión
refused-offline-advice = Seguirá automáticamente en cuanto haya red.

## Time left
timer-label = Tiempo restante
timer-late = Queda menos de un minuto.

## What an owner can do
owner-open = Gestionar
owner-title = Gestionar esta sala
owner-lock = Bloqueada
owner-lock-about = Mientras esté activado, no puede entrar nadie más.
owner-lock-on-about = No puede entrar nadie más. Quien está dentro se queda.
owner-locked = La sala está bloqueada.
owner-unlocked = La sala vuelve a estar abierta.
owner-link = Enlace
owner-link-about = Si lo cambias, nadie más puede entrar con los enlaces antiguos. Quien está dentro se queda.
owner-link-button = Cambiar enlace
owner-link-replaced = El enlace ha cambiado. Comparte el nuevo.
owner-extend = Más tiempo
owner-extend-about = Una hora en total como máximo.
owner-extend-never = Una sala dura una hora como máximo, y esta ya la tiene.
owner-extend-by = + { $time }
owner-extended = La sala durará { $time } más.
owner-slow = Modo lento
owner-slow-about = Pausa entre dos mensajes de una persona. No afecta a los admins.
owner-slowed = A partir de ahora, un mensaje cada { $wait }.
owner-slow-off = El modo lento está desactivado.
owner-close = Cerrar la sala
owner-close-about = Se acaba al instante, para todos.
owner-close-button = Cerrar sala
owner-close-sure = ¿Cerrar esta sala para todos?
owner-close-sure-about = Todo lo que se dijo en ella se borra al instante. Nadie puede deshacerlo.
owner-close-yes = Cerrar la sala
owner-not-connected = Ahora mismo no hay conexión.
confirm-no = Cancelar

## The end
over-title = Esta sala ya no existe
over-expired = Se acabó su tiempo, y con ella ha desaparecido todo lo que se dijo.
over-closed = Un admin la ha cerrado, y con ella ha desaparecido todo lo que se dijo.
over-receipt = Borrado para siempre
over-messages = Mensajes
over-filtered = cambiados por el filtro
over-names = Personas
over-same-title = Seguir hablando de
over-save = Guardar una copia
over-save-about = Un archivo de texto con los mensajes de tu pantalla, hecho en este dispositivo. Es la única copia.
over-transcript-private = { $name } (solo para { $to })
over-transcript-gap = [Aquí faltan algunos mensajes anteriores.]

## The room
room-here = { $count } aquí
room-share = Compartir
room-messages = Mensajes
room-announcements = Mensajes nuevos
room-empty = Todavía nadie ha dicho nada.
room-empty-say-hello = Todavía nadie ha dicho nada. Saluda.
room-empty-loading = Cargando mensajes…
room-empty-offline = Verás los mensajes en cuanto haya red.
room-watching = Solo estás mirando. Con este enlace no puedes escribir.
room-you = Tú
room-new = Nuevo
room-jump = Lo último
room-jump-new =
    { $count ->
        [one] { $count } mensaje nuevo
       *[other] { $count } mensajes nuevos
    }
room-gap = Aquí faltan algunos mensajes anteriores.
room-history-loading = Cargando lo anterior…
room-history-gone = Lo que se dijo antes ya no se conserva.
room-history-failed = No se ha podido cargar lo anterior.
room-history-again = Intentar de nuevo
room-sending = Enviando…
room-waits-network = Esperando la red…
room-waits-turn = Esperando: ahora hay demasiados mensajes a la vez.
room-waits-slow = Esperando: el modo lento permite un mensaje cada { $wait }.
room-not-sent = No enviado. { $why }
room-retry = Enviar de nuevo
room-edit = Editar
room-discard = Descartar
room-private = Solo pueden leer esto { $name } y tú
room-reply = Responder en privado
room-unfold = Mostrar más
room-fold = Mostrar menos
room-recipient-gone = { $name } ya no está en esta sala.
room-filtered = Filtrado
room-filtered-why = El filtro ha cambiado este mensaje. Nadie ha visto lo que escribiste.
room-filtered-changed = «{ $written }» ha pasado a «{ $now }».
room-filtered-removed = Se ha quitado «{ $written }».
room-filtered-list = Lista de palabras: { $list }.
room-filtered-by-links = Esta sala no muestra enlaces así.
room-filtered-by-email = Esta sala no muestra direcciones de correo.
room-filtered-by-phone = Esta sala no muestra números de teléfono.
room-blocked-by = El motivo: { $words }.
room-quoted = «{ $word }»
room-typing-one = { $name } está escribiendo…
room-typing-two = { $first } y { $second } están escribiendo…
room-typing-many = Varias personas están escribiendo…
room-reconnecting = Conectando de nuevo…
room-offline = No tienes conexión. Lo que escribas espera y se envía cuando vuelvas.
room-unsent-not-kept = Si recargas la página, se pierde lo que no se ha enviado.
room-announce = { $name }: { $body }
room-announce-private = { $name }, solo para ti: { $body }
room-announce-many =
    { $count ->
        [one] { $count } mensaje nuevo, de { $name }
       *[other] { $count } mensajes nuevos, el último de { $name }
    }

## People in the room
members-label = Participantes
members-here = Ahora aquí: { $count }
members-you = tú
members-bot = bot
members-bot-hint = { $name } es un bot y no puede leer mensajes privados.
members-typing = escribiendo
members-more = y { $count } más
members-watching = { $count } mirando
members-write = Escribir en privado
members-write-hint = Solo podrán leerlo { $name } y tú.
members-kick = Expulsar de la sala
members-kick-hint = También puedes bloquear la sala o cambiar su enlace.
members-kick-sure = ¿Expulsar a { $name }?
members-kick-about = Sale al instante, y nadie puede volver a usar su nombre.
members-kick-lock = Bloquear la sala
members-kick-replace = Cambiar el enlace
members-kick-open = Con el mismo enlace, puede volver con otro nombre.
members-kick-locked = No puede volver mientras la sala esté bloqueada.
members-kick-replaced = Solo puede volver con el enlace nuevo.
members-kick-not-replaced = Has expulsado a { $name }, pero el enlace no ha cambiado. Vuelve a intentarlo en «Gestionar».
members-new-name = Tu nombre en esta sala
members-rename = Cambiar

## Writing a message
composer-message = Mensaje
composer-send = Enviar
composer-only = Solo lo lee { $name }
composer-only-renamed = { $former } ahora se llama { $name }. Solo lo lee { $name }
composer-recipient-left = { $name } ya no está aquí. Elige a otra persona o escribe a todos.
composer-left-alone = { $name } ya no está aquí, y ahora mismo no hay nadie más.
composer-name-passed-on = { $name } ya no está aquí, y ahora otra persona tiene ese nombre. Vuelve a elegir quién lo recibe.
composer-not-sent = No se ha enviado: { $name } ya no está aquí. Vuelve a elegir quién lo recibe.
composer-to-all = Escribir a todos
composer-suggestions = Sugerencias
composer-left =
    { $count ->
        [one] queda { $count } carácter
       *[other] quedan { $count }
    }
composer-too-many =
    { $count ->
        [one] sobra { $count } carácter
       *[other] sobran { $count } caracteres
    }
composer-renamed = Ahora te llamas { $name }.
composer-ambiguous = Podrías referirte a { $shorter } o a { $longer }. Escribe /msg y uno de los nombres, pulsa Intro y luego escribe tu mensaje.
composer-nobody = Aquí nadie se llama { $name }.
composer-alone = Ahora mismo no hay nadie más.
composer-to-yourself = Eres tú.
composer-unknown = { $command } no es un comando, así que no se ha enviado. /help muestra los que hay; con dos barras se envía como texto.
composer-text-only = Aquí solo se puede enviar texto.
composer-usage-me = Di qué haces, por ejemplo: /me saluda
composer-usage-msg = Di a quién y qué, por ejemplo: /msg Ann Hola
composer-usage-nick = Di qué nombre, por ejemplo: /nick Ann
composer-usage-help = /help muestra lo que hay.

## Commands and shortcuts
help-title = Qué puedes escribir
help-me = dice lo que haces
help-msg = escribe a una sola persona
help-nick = cambia tu nombre
help-help = muestra esto
help-usage-me = /me saluda
help-usage-msg = /msg Ann Hola
help-usage-nick = /nick Ann
help-usage-help = /help
help-slashes = envía un texto que empieza con una barra
help-emoji = se convierte en 😄; al escribir aparece una lista
help-newline = hace una línea nueva

## The menu, and notifications
menu-title = Menú
menu-notify = Avisarme
menu-notify-hint = Cuando alguien escribe y tú estás en otra cosa. No se muestra ni una palabra.
menu-notify-denied = Tu navegador no lo permite. Puedes cambiarlo en sus ajustes para esta página.
menu-sound = Sonido
menu-sound-hint = Un tono suave cuando alguien escribe y tú estás en otra cosa.
menu-help-hint = Comandos y emojis
menu-leave = Salir de la sala
menu-leave-hint = Para volver, abre otra vez el enlace.
menu-leave-locked-hint = La sala está bloqueada. No podrás volver hasta que un admin la desbloquee.
menu-leave-owner-hint = La sala sigue abierta. Puedes volver desde la página de inicio.
menu-leave-sure = ¿Salir sin enviar?
menu-leave-sure-about = Has escrito algo que aún no se ha enviado. Se perderá.
alerts-wrote = { $name } ha escrito
