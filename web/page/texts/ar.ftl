-brand = Ten Minute Chat

page-title = { -brand }
language-label = اللغة
language-automatic = لغة المتصفح
qr-label = رمز QR للرابط

## الأسباب
reason-unauthorized = لم يعد هذا الرابط يعمل. افتحه مرة أخرى أو اطلب رابطًا جديدًا.
reason-expired = انتهت هذه الغرفة. أنشئ غرفة جديدة لمواصلة الحديث.
reason-forbidden = رابطك لا يسمح بهذا. اطلب من صاحب الغرفة رابطًا يسمح به.
reason-name-taken = في هذه الغرفة شخص بهذا الاسم أو باسم يشبهه. اختر اسمًا آخر.
reason-name-invalid = عدد حروف الاسم الظاهرة من 1 إلى { $count }. اختر اسمًا آخر.
reason-too-large = النص طويل جدًا. الحد الأقصى للرسالة { $count } حرف: أرسلها على أجزاء.
reason-rate-limited = طلبات كثيرة دفعة واحدة. انتظر قليلًا ثم حاول مرة أخرى.
reason-rate-limited-for = طلبات كثيرة دفعة واحدة. حاول مرة أخرى بعد { $wait }.
reason-room-full = هذه الغرفة ممتلئة. حاول مرة أخرى عندما يغادر أحد.
reason-locked = أقفل صاحب الغرفة الباب فلا يمكن لأحد جديد الدخول. اطلب منه فتحها.
reason-kicked = أخرجك صاحب الغرفة منها.
reason-blocked = لم يسمح المرشّح بمرور هذا، فلم يره أحد. قله بكلمات أخرى.
reason-not-found = لا شيء في هذا العنوان. تحقق من الرابط.
reason-unavailable = لم يتمكن الخادم من ذلك الآن. حاول مرة أخرى.
