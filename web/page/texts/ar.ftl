-brand = Ten Minute Chat

page-title = { -brand }
language-label = اللغة
language-automatic = لغة المتصفح
