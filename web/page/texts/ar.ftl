# العربية. من يدير الغرفة هو «المشرف».

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = اللغة
qr-label = رمز QR للرابط

## Reasons: why a request was refused, and what to do
reason-unauthorized = لم يعد هذا الرابط يعمل. اطلب رابطًا جديدًا.
reason-expired = انتهت هذه الغرفة. أنشئ غرفة جديدة لمواصلة الحديث.
reason-forbidden = رابطك لا يسمح بهذا. اطلب من المشرف رابطًا يسمح به.
reason-name-taken = في هذه الغرفة شخص بهذا الاسم أو باسم يشبهه. اختر اسمًا آخر.
reason-name-removed = أخرج المشرف صاحب هذا الاسم من الغرفة. اختر اسمًا آخر.
reason-name-invalid = لا يمكن استخدام هذا الاسم. اختر اسمًا آخر.
reason-too-large = النص طويل جدًا. الحد الأقصى لأحرف الرسالة هو { $count }: أرسلها على أجزاء.
reason-too-complex = النص معقد جدًا بالنسبة إلى الفلتر. اختصره أو احذف الرموز المكررة.
reason-rate-limited = أنت سريع جدًا. حاول مرة أخرى بعد قليل.
reason-rate-limited-for = أنت سريع جدًا. حاول مرة أخرى بعد { $wait }.
reason-room-full = هذه الغرفة ممتلئة. حاول مرة أخرى عندما يغادر أحد.
reason-locked = الغرفة مقفلة ولا يمكن لأحد جديد الدخول. اطلب من المشرف فتحها.
reason-kicked = أخرجك المشرف من هذه الغرفة.
reason-blocked = لم يسمح الفلتر بمرور هذا، فلم يره أحد. قله بكلمات أخرى.
reason-not-found = لا شيء في هذا العنوان. تحقق من الرابط.
reason-unavailable = لم يتمكن الخادم من ذلك الآن. حاول مرة أخرى.

## Words on several screens
close = إغلاق
optional = اختياري
new-room = إنشاء غرفة جديدة

## The start
create-title = تحدّث لعشر دقائق
create-lead = افتح غرفة وشارك رابطها. بلا حساب وبلا أثر: عندما ينتهي الوقت تختفي الغرفة وكل ما قيل فيها.
create-return = العودة إلى «{ $title }»
create-return-untitled = العودة إلى غرفتك
create-room = إنشاء غرفة
create-busy = جارٍ الإنشاء…
create-too-many = أنشأت غرفًا كثيرة. حاول مرة أخرى بعد { $wait }.
create-unreachable = لم يرد الخادم. حاول مرة أخرى بعد قليل.
create-offline = أنت غير متصل. اتصل بشبكة ثم حاول مرة أخرى.
create-refused = تعذّر إنشاء هذه الغرفة. غيّر الخيارات ثم حاول مرة أخرى.
create-options = خيارات
create-about = الموضوع
create-length = المدة
create-usual = الافتراضي
create-usually = { $usual } (افتراضي)
create-slow = الوضع البطيء
create-slow-off = متوقف
create-slow-on = رسالة واحدة كل { $wait }
create-capacity = ما يمكن للمتأخرين قراءته
create-capacity-none = لا شيء مما سبق
create-capacity-some =
    { $count ->
        [zero] لا شيء مما سبق
        [one] آخر رسالة
        [two] آخر رسالتين
        [few] آخر { $count } رسائل
        [many] آخر { $count } رسالة
       *[other] آخر { $count } رسالة
    }
create-lists = كلمات تُفلتر
create-lists-none = اختر قائمة واحدة على الأقل.
create-redact = إخفاء عناوين البريد الإلكتروني وأرقام الهاتف

## Sharing a room
share-title = مشاركة هذه الغرفة
share-link = رابط هذه الغرفة
share-watch-link = رابط لمتابعة هذه الغرفة
share-copy = نسخ الرابط
share-native = مشاركة…
share-copied = تم النسخ.
share-failed = تعذّرت المشاركة، فتم نسخ الرابط بدلًا من ذلك.
share-copy-yourself = تعذّر النسخ. حدّد الرابط وانسخه بنفسك.
share-more = روابط أخرى
share-watch = متابعة فقط
share-watch-about = من يفتحه يقرأ دون اسم ولا يمكنه الكتابة.
share-own = مشرف
share-own-about = من يفتحه يمكنه إخراج الأشخاص وقفل الغرفة وتمديدها وإغلاقها. لا تشاركه إلا مع من تثق بهم.
qr-enlarge = عرض رمز QR بحجم كبير
qr-title = امسح الرمز للانضمام

## Before the room
join-title = أنت مدعوّ
join-lead =
    { $count ->
        [zero] اختر اسمًا وادخل. لا أحد في الداخل بعد.
        [one] اختر اسمًا وادخل. في الداخل شخص واحد.
        [two] اختر اسمًا وادخل. في الداخل شخصان.
        [few] اختر اسمًا وادخل. في الداخل { $count } أشخاص.
        [many] اختر اسمًا وادخل. في الداخل { $count } شخصًا.
       *[other] اختر اسمًا وادخل. في الداخل { $count } شخص.
    }
join-made = غرفتك مفتوحة
join-made-lead = شارك الرابط ثم ادخل. كل من لديه الرابط يمكنه الانضمام.
join-watching = جارٍ فتح الغرفة…
join-name = اسمك
join-name-about = يُحفظ على هذا الجهاز فقط.
join-name-missing = اكتب اسمًا أولًا.
join-name-long = الحد الأقصى لأحرف الاسم هو { $count }.
join-name-taken = هذا الاسم أو اسم يشبهه مستخدَم في هذه الغرفة. إن كان اسمك فعُد إلى المتصفح الذي انضممت به، وإلا فاختر اسمًا آخر.
join-another-name = اقتراح اسم آخر
join-join = انضمام
join-busy = جارٍ الانضمام…
join-offline = أنت غير متصل. سنتابع حالما تتوفر شبكة.
join-late = يستغرق هذا وقتًا أطول من المعتاد. ما زلنا نحاول…
join-not-kept = لا يسمح متصفحك للصفحة بحفظ أي شيء. إذا أعدت تحميلها فسيكون عليك الانضمام مرة أخرى باسم آخر.
# حيوانات مذكّرة لتتوافق الصفة معها.
join-name-qualities = شجاع, لامع, هادئ, ذكي, فضولي, نشيط, لطيف, ذهبي, سعيد, مرح, طيب, حيوي, محظوظ, بشوش, رقيق, رشيق, صبور, سريع, ساكن, مشرق, خفيف, دافئ, ظريف, كريم
join-name-animals = دب, قندس, كركي, دلفين, صقر, حسون, ثعلب, أرنب, قنفذ, بلشون, كوالا, وشق, غزال, هدهد, باندا, بطريق, طاووس, عصفور, نورس, بلبل, سنجاب, فهد, حصان, حمام
join-name-pattern = { $animal } { $quality }

## Why someone cannot join
refused-again = حاول مرة أخرى
refused-still = حاولنا للتو: ما زال الحال كما هو.
refused-link = هذا الرابط لا يعمل
refused-link-advice = ربما انقطع جزء منه عند النسخ، أو استبدله المشرف. اطلب الرابط مرة أخرى أو أنشئ غرفة خاصة بك.
refused-locked = هذه الغرفة مقفلة
refused-locked-advice = لا يمكن لأحد جديد الدخول. اطلب من المشرف فتحها ثم حاول مرة أخرى.
refused-full = هذه الغرفة ممتلئة
refused-full-advice = حاول مرة أخرى عندما يغادر أحد.
refused-kicked = تم إخراجك من هذه الغرفة
refused-kicked-advice = أخرجك المشرف. إن أردت العودة فتحدّث إليه.
refused-used = اكتملت هذه الدعوة
refused-used-advice = استُخدمت العدد الأقصى من المرات. اطلب دعوة أخرى.
refused-replaced = لم تعد في هذه الغرفة
refused-replaced-advice = تم إنهاء اتصالك. إن كانت الغرفة لا تزال مفتوحة فيمكنك الدخول مرة أخرى.
refused-unavailable = الخادم لا يرد
refused-unavailable-advice = نحاول إعادة الاتصال.
refused-offline = أنت غير متصل
refused-offline-advice = سنتابع تلقائيًا حالما تتوفر شبكة.

## Time left
timer-label = الوقت المتبقي
timer-late = بقيت أقل من دقيقة.

## What an owner can do
owner-open = إدارة
owner-title = إدارة هذه الغرفة
owner-lock = مقفلة
owner-lock-about = عند التفعيل لا يمكن لأحد جديد الدخول.
owner-lock-on-about = لا يمكن لأحد جديد الدخول. من في الداخل يبقى.
owner-locked = الغرفة مقفلة.
owner-unlocked = فُتحت الغرفة من جديد.
owner-link = الرابط
owner-link-about = إذا استبدلته فلن يمكن لأحد جديد الدخول بالروابط القديمة. من في الداخل يبقى.
owner-link-button = استبدال الرابط
owner-link-replaced = تم استبدال الرابط. شارك الرابط الجديد.
owner-extend = مزيد من الوقت
owner-extend-about = ساعة واحدة كحد أقصى في المجموع.
owner-extend-never = أقصى مدة للغرفة ساعة، وقد بلغتها هذه الغرفة.
owner-extend-by = + { $time }
owner-extended = مُدّدت الغرفة بمقدار { $time }.
owner-slow = الوضع البطيء
owner-slow-about = الفاصل بين رسالتين من الشخص نفسه. لا يشمل المشرفين.
owner-slowed = من الآن رسالة واحدة كل { $wait }.
owner-slow-off = الوضع البطيء متوقف.
owner-close = إغلاق الغرفة
owner-close-about = تنتهي فورًا للجميع.
owner-close-button = إغلاق الغرفة
owner-close-sure = إغلاق هذه الغرفة للجميع؟
owner-close-sure-about = يُحذف فورًا كل ما قيل فيها، ولا يمكن لأحد التراجع عن ذلك.
owner-close-yes = إغلاق الغرفة
owner-not-connected = لا يوجد اتصال الآن.
confirm-no = إلغاء

## The end
over-title = اختفت هذه الغرفة
over-expired = انتهى وقتها، واختفى معها كل ما قيل فيها.
over-closed = أغلقها المشرف، واختفى معها كل ما قيل فيها.
over-receipt = حُذف نهائيًا
over-messages = الرسائل
over-filtered = منها ما غيّره الفلتر
over-names = الأشخاص
over-same-title = متابعة الحديث عن
over-save = حفظ نسخة
over-save-about = ملف نصي بالرسائل الظاهرة على شاشتك، أُنشئ على هذا الجهاز. هذه هي النسخة الوحيدة.
over-transcript-private = { $name } (إلى { $to } فقط)
over-transcript-gap = [بعض الرسائل السابقة ناقصة هنا.]

## The room
room-here =
    { $count ->
        [zero] لا أحد هنا
        [one] { $count } هنا
        [two] { $count } هنا
        [few] { $count } هنا
        [many] { $count } هنا
       *[other] { $count } هنا
    }
room-share = مشاركة
room-messages = الرسائل
room-announcements = رسائل جديدة
room-empty = لم يقل أحد شيئًا بعد.
room-empty-say-hello = لم يقل أحد شيئًا بعد. ألقِ التحية.
room-empty-loading = جارٍ تحميل الرسائل…
room-empty-offline = سترى الرسائل حالما تتوفر شبكة.
room-watching = أنت تتابع فقط. هذا الرابط لا يتيح لك الكتابة.
room-you = أنت
room-new = جديد
room-jump = الأحدث
room-jump-new =
    { $count ->
        [zero] لا رسائل جديدة
        [one] رسالة جديدة
        [two] رسالتان جديدتان
        [few] { $count } رسائل جديدة
        [many] { $count } رسالة جديدة
       *[other] { $count } رسالة جديدة
    }
room-gap = بعض الرسائل السابقة ناقصة هنا.
room-history-loading = جارٍ جلب ما قيل سابقًا…
room-history-gone = ما قيل قبل هذا لم يعد محفوظًا.
room-history-failed = تعذّر جلب ما قيل سابقًا.
room-history-again = حاول مرة أخرى
room-sending = جارٍ الإرسال…
room-waits-network = في انتظار الشبكة…
room-waits-turn = في انتظار الإرسال: الرسائل كثيرة جدًا الآن.
room-waits-slow = في انتظار الإرسال: الوضع البطيء يسمح برسالة واحدة كل { $wait }.
room-not-sent = لم تُرسل. { $why }
room-retry = إعادة الإرسال
room-edit = تعديل
room-discard = تجاهل
room-private = لا يقرأ هذا إلا { $name } وأنت
room-reply = الرد على انفراد
room-unfold = عرض المزيد
room-fold = عرض أقل
room-recipient-gone = لم يعد { $name } في هذه الغرفة.
room-filtered = مفلترة
room-filtered-why = غيّر الفلتر هذه الرسالة. لم يرَ أحد ما كتبته.
room-filtered-changed = «{ $written }» صارت «{ $now }».
room-filtered-removed = حُذفت «{ $written }».
room-filtered-list = قائمة الكلمات: { $list }.
room-filtered-by-links = هذه الغرفة لا تعرض روابط كهذه.
room-filtered-by-email = هذه الغرفة لا تعرض عناوين البريد الإلكتروني.
room-filtered-by-phone = هذه الغرفة لا تعرض أرقام الهاتف.
room-blocked-by = السبب: { $words }.
room-quoted = «{ $word }»
room-typing-one = { $name } يكتب…
room-typing-two = { $first } و{ $second } يكتبان…
room-typing-many = عدة أشخاص يكتبون…
room-reconnecting = جارٍ إعادة الاتصال…
room-offline = أنت غير متصل. ما تكتبه ينتظر ويُرسل عند عودتك.
room-unsent-not-kept = إذا أعدت تحميل الصفحة فستُفقد الرسائل غير المرسلة.
room-announce = { $name }: { $body }
room-announce-private = { $name }، إليك وحدك: { $body }
room-announce-many =
    { $count ->
        [zero] لا رسائل جديدة
        [one] رسالة جديدة من { $name }
        [two] رسالتان جديدتان، آخرهما من { $name }
        [few] { $count } رسائل جديدة، آخرها من { $name }
        [many] { $count } رسالة جديدة، آخرها من { $name }
       *[other] { $count } رسالة جديدة، آخرها من { $name }
    }

## People in the room
members-label = الأعضاء
members-here = هنا الآن: { $count }
members-you = أنت
members-bot = بوت
members-bot-hint = { $name } بوت، ولا يمكنه قراءة الرسائل الخاصة.
members-typing = يكتب
members-more =
    { $count ->
        [zero] ولا أحد غيرهم
        [one] وشخص آخر
        [two] وشخصان آخران
        [few] و{ $count } آخرون
        [many] و{ $count } آخرون
       *[other] و{ $count } آخرون
    }
members-watching =
    { $count ->
        [zero] لا متابعين
        [one] متابع واحد
        [two] متابعان
        [few] { $count } متابعين
        [many] { $count } متابعًا
       *[other] { $count } متابع
    }
members-write = كتابة رسالة خاصة
members-write-hint = لن يقرأها إلا { $name } وأنت.
members-kick = إخراج من الغرفة
members-kick-hint = يمكنك أيضًا قفل الغرفة أو استبدال رابطها.
members-kick-sure = إخراج { $name }؟
members-kick-about = يخرج فورًا، ولا يمكن لأحد استخدام اسمه مرة أخرى.
members-kick-lock = قفل الغرفة
members-kick-replace = استبدال الرابط
members-kick-open = يمكنه العودة باسم آخر بالرابط نفسه.
members-kick-locked = لا يمكنه العودة ما دامت الغرفة مقفلة.
members-kick-replaced = لا يمكنه العودة إلا بالرابط الجديد.
members-kick-not-replaced = أُخرج { $name }، لكن لم يُستبدل الرابط. حاول مرة أخرى من «إدارة».
members-new-name = اسمك في هذه الغرفة
members-rename = تغيير

## Writing a message
composer-message = رسالة
composer-send = إرسال
composer-only = لا يقرأ هذا إلا { $name }
composer-only-renamed = صار اسم { $former } الآن { $name }. لا يقرأ هذا إلا { $name }
composer-recipient-left = لم يعد { $name } هنا. اختر شخصًا آخر أو اكتب للجميع.
composer-left-alone = لم يعد { $name } هنا، ولا أحد غيرك هنا الآن.
composer-name-passed-on = لم يعد { $name } هنا، وصار هذا الاسم لشخص آخر. اختر من جديد من يصله هذا.
composer-not-sent = لم تُرسل الرسالة: لم يعد { $name } هنا. اختر من جديد من يصله هذا.
composer-to-all = الكتابة للجميع
composer-suggestions = اقتراحات
composer-left =
    { $count ->
        [zero] لم يبق أي حرف
        [one] بقي حرف واحد
        [two] بقي حرفان
        [few] بقيت { $count } أحرف
        [many] بقي { $count } حرفًا
       *[other] بقي { $count } حرف
    }
composer-too-many =
    { $count ->
        [zero] لا أحرف زائدة
        [one] حرف واحد زائد
        [two] حرفان زائدان
        [few] { $count } أحرف زائدة
        [many] { $count } حرفًا زائدًا
       *[other] { $count } حرف زائد
    }
composer-renamed = اسمك الآن { $name }.
composer-ambiguous = قد تقصد { $shorter } أو { $longer }. اكتب ‎/msg‎ وأحد الاسمين، ثم اضغط Enter، ثم اكتب رسالتك.
composer-nobody = لا أحد هنا اسمه { $name }.
composer-alone = لا أحد غيرك هنا الآن.
composer-to-yourself = هذا أنت.
composer-unknown = { $command } ليس أمرًا، لذلك لم يُرسل. ‎/help يعرض الأوامر؛ وبشرطتين مائلتين يُرسل كنص.
composer-text-only = لا يمكن إرسال غير النصوص هنا.
composer-usage-me = قل ما تفعله، مثل: ‎/me يلوّح
composer-usage-msg = قل لمن وماذا، مثل: ‎/msg Ann مرحبا
composer-usage-nick = قل أي اسم، مثل: ‎/nick Ann
composer-usage-help = ‎/help يعرض الأوامر.

## Commands and shortcuts
help-title = ما يمكنك كتابته
help-me = يقول ما تفعله
help-msg = يكتب لشخص واحد فقط
help-nick = يغيّر اسمك
help-help = يعرض هذا
help-usage-me = ‎/me يلوّح
help-usage-msg = ‎/msg Ann مرحبا
help-usage-nick = ‎/nick Ann
help-usage-help = ‎/help
help-slashes = يرسل نصًا يبدأ بشرطة مائلة
help-emoji = يصبح 😄؛ وتظهر قائمة أثناء الكتابة
help-newline = يبدأ سطرًا جديدًا

## The menu, and notifications
menu-title = القائمة
menu-notify = إشعاري بالرسائل
menu-notify-hint = عندما يكتب أحد وأنت في مكان آخر. لا تظهر أي كلمة منها.
menu-notify-denied = متصفحك لا يسمح بذلك. يمكنك تغييره في إعداداته لهذه الصفحة.
menu-sound = صوت
menu-sound-hint = نغمة خافتة عندما يكتب أحد وأنت في مكان آخر.
menu-help-hint = الأوامر والرموز التعبيرية
menu-leave = مغادرة الغرفة
menu-leave-hint = للعودة افتح الرابط مرة أخرى.
menu-leave-locked-hint = الغرفة مقفلة. لا يمكنك العودة حتى يفتحها المشرف.
menu-leave-owner-hint = تبقى الغرفة مفتوحة. يمكنك العودة من صفحة البداية.
menu-leave-sure = المغادرة دون إرسال؟
menu-leave-sure-about = كتبت شيئًا لم يُرسل بعد، وسيضيع.
alerts-wrote = { $name } كتب رسالة
