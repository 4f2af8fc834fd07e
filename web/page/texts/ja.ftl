# 日本語。です・ます調。ルームを管理する人は「オーナー」。

-brand = Ten Minute Chat

## The page as a whole
page-title = { -brand }
language-label = 言語
qr-label = リンクのQRコード

## Reasons: why a request was refused, and what to do
reason-unauthorized = このリンクはもう使えません。新しいリンクをもらってください。
reason-expired = このルームは終了しました。続けて話すには新しいルームを作ってください。
reason-forbidden = このリンクではできません。できるリンクをオーナーに頼んでください。
reason-name-taken = 同じ名前か、よく似た名前の人がルームにいます。別の名前にしてください。
reason-name-removed = この名前の人はオーナーによって外されました。別の名前にしてください。
reason-name-invalid = その名前は使えません。別の名前にしてください。
reason-too-large = 長すぎます。メッセージは{ $count }文字までです。分けて送ってください。
reason-too-complex = 複雑すぎてフィルターで確認できません。短くするか、繰り返しの記号を減らしてください。
reason-rate-limited = 操作が速すぎます。少し待ってからやり直してください。
reason-rate-limited-for = 操作が速すぎます。{ $wait }後にやり直してください。
reason-room-full = このルームは満員です。誰かが出たらもう一度試してください。
reason-locked = ルームがロックされているため、新しく入れません。オーナーに解除を頼んでください。
reason-kicked = オーナーによってルームから外されました。
reason-blocked = フィルターにより送信されず、誰にも見えていません。別の言い方にしてください。
reason-not-found = このアドレスには何もありません。リンクを確認してください。
reason-unavailable = 今はサーバーで処理できませんでした。もう一度試してください。

## Words on several screens
close = 閉じる
optional = 任意
new-room = 新しいルームを作る

## The start
create-title = 10分だけ話そう
create-lead = ルームを開いて、リンクを共有するだけ。登録は不要、跡も残りません。時間が来ると、ルームもそこで話したことも、すべて消えます。
create-return = 「{ $title }」に戻る
create-return-untitled = ルームに戻る
create-room = ルームを作る
create-busy = 作成中…
create-too-many = ルームをたくさん作りました。{ $wait }後にもう一度試してください。
create-unreachable = サーバーから応答がありません。少ししてからもう一度試してください。
create-offline = オフラインです。ネットワークにつないでから、もう一度試してください。
create-refused = このルームは作れませんでした。オプションを変えて、もう一度試してください。
create-options = オプション
create-about = 話題
create-length = ルームの長さ
create-usual = 標準
create-usually = { $usual }（標準）
create-slow = 低速モード
create-slow-off = オフ
create-slow-on = { $wait }に1件
create-capacity = 遅れて来た人が読める範囲
create-capacity-none = 参加前のものは読めない
create-capacity-some =
    { $count ->
       *[other] 直近の{ $count }件
    }
create-lists = フィルターする言葉
create-lists-none = リストを1つ以上選んでください。
create-redact = メールアドレスと電話番号を隠す

## Sharing a room
share-title = このルームを共有
share-link = このルームへのリンク
share-watch-link = 閲覧用のリンク
share-copy = リンクをコピー
share-native = 共有…
share-copied = コピーしました。
share-failed = 共有できなかったので、リンクをコピーしました。
share-copy-yourself = コピーできませんでした。リンクを選択してコピーしてください。
share-more = ほかのリンク
share-watch = 閲覧のみ
share-watch-about = 開いた人は名前なしで読めますが、書き込みはできません。
share-own = オーナー
share-own-about = 開いた人は、参加者を外したり、ルームをロック、延長、終了したりできます。信頼できる人にだけ渡してください。
qr-enlarge = QRコードを大きく表示
qr-title = スキャンして参加

## Before the room
join-title = 招待が届いています
join-lead =
    { $count ->
        [0] 名前を決めて入りましょう。まだ誰もいません。
       *[other] 名前を決めて入りましょう。今{ $count }人います。
    }
join-made = ルームを開きました
join-made-lead = リンクを共有してから入りましょう。リンクを持つ人なら誰でも参加できます。
join-watching = ルームを開いています…
join-name = あなたの名前
join-name-about = この端末にだけ保存されます。
join-name-missing = まず名前を入力してください。
join-name-long = 名前は{ $count }文字までです。
join-name-taken = このルームでは、同じ名前か、よく似た名前が使われています。ご自分の名前なら、その名前で参加したブラウザーに戻ってください。そうでなければ、別の名前にしてください。
join-another-name = 別の名前を提案
join-join = 参加
join-busy = 参加中…
join-offline = オフラインです。ネットワークにつながり次第、続けます。
join-late = いつもより時間がかかっています。再試行しています…
join-not-kept = このブラウザーではページが何も保存できません。再読み込みすると、別の名前でもう一度参加する必要があります。
join-name-qualities = 勇敢な, 明るい, 静かな, 賢い, 好奇心の, 元気な, やさしい, 金色の, 幸せな, 陽気な, 親切な, にぎやかな, ラッキーな, 楽しい, のんびり, 身軽な, 辛抱強い, すばやい, ひなたの, 朗らかな, 軽やかな, あたたかい, おちゃめな, 若い
join-name-animals = アナグマ, クマ, ビーバー, ミツバチ, ツル, イルカ, ハヤブサ, ヒワ, キツネ, ウサギ, ハリネズミ, サギ, コアラ, ヤマネコ, カササギ, テン, カワウソ, フクロウ, パンダ, ツバメ, コマドリ, アザラシ, スズメ, ハクチョウ
join-name-pattern = { $quality }{ $animal }

## Why someone cannot join
refused-again = もう一度試す
refused-still = 今試しましたが、まだ変わりません。
refused-link = このリンクは使えません
refused-link-advice = コピーの途中で切れたか、オーナーが新しくしたのかもしれません。リンクをもう一度もらうか、自分でルームを作ってください。
refused-locked = このルームはロックされています
refused-locked-advice = 新しく入ることはできません。オーナーに解除を頼んでから、もう一度試してください。
refused-full = このルームは満員です
refused-full-advice = 誰かが出たら、もう一度試してください。
refused-kicked = このルームから外されました
refused-kicked-advice = オーナーによって外されました。戻りたいときは、オーナーに相談してください。
refused-used = この招待は定員に達しました
refused-used-advice = 使える回数の上限に達しました。別の招待をもらってください。
refused-replaced = このルームから出ています
refused-replaced-advice = 接続が切られました。ルームがまだ開いていれば、もう一度入れます。
refused-unavailable = サーバーが応答しません
refused-unavailable-advice = 再接続を試みています。
refused-offline = オフラインです
refused-offline-advice = ネットワークにつながり次第、自動で続けます。

## Time left
timer-label = 残り時間
timer-late = 残り1分を切りました。

## What an owner can do
owner-open = 管理
owner-title = このルームを管理
owner-lock = ロック
owner-lock-about = オンの間、新しい人は入れません。
owner-lock-on-about = 新しい人は入れません。中にいる人はそのままです。
owner-locked = ルームをロックしました。
owner-unlocked = ルームのロックを解除しました。
owner-link = リンク
owner-link-about = 新しくすると、前のリンクでは新しい人が入れなくなります。中にいる人はそのままです。
owner-link-button = 新しくする
owner-link-replaced = リンクを新しくしました。新しいリンクを共有してください。
owner-extend = 時間を延ばす
owner-extend-about = 合計で最長1時間です。
owner-extend-never = ルームは最長1時間で、すでに上限です。
owner-extend-by = +{ $time }
owner-extended = ルームを{ $time }延長しました。
owner-slow = 低速モード
owner-slow-about = 1人が続けて書くときの間隔です。オーナーは対象外です。
owner-slowed = これからは{ $wait }に1件です。
owner-slow-off = 低速モードをオフにしました。
owner-close = ルームを終了
owner-close-about = 全員に対して、すぐに終わります。
owner-close-button = 終了する
owner-close-sure = 全員に対してルームを終了しますか？
owner-close-sure-about = 話したことはすべて、すぐに削除されます。元に戻すことは誰にもできません。
owner-close-yes = ルームを終了
owner-not-connected = 今は接続されていません。
confirm-no = キャンセル

## The end
over-title = このルームはなくなりました
over-expired = 時間になり、話したこともすべて一緒に消えました。
over-closed = オーナーが終了し、話したこともすべて一緒に消えました。
over-receipt = 完全に削除されたもの
over-messages = メッセージ
over-filtered = うちフィルターで変更
over-names = 人数
over-same-title = 続けて話す話題
over-save = コピーを保存
over-save-about = 画面にあったメッセージのテキストファイルです。この端末で作られ、これが唯一のコピーです。
over-transcript-private = { $name }（{ $to }のみ宛て）
over-transcript-gap = [ここに、以前のメッセージがいくつか抜けています。]

## The room
room-here = { $count }人が参加中
room-share = 共有
room-messages = メッセージ
room-announcements = 新着メッセージ
room-empty = まだ何も話されていません。
room-empty-say-hello = まだ何も話されていません。あいさつしてみましょう。
room-empty-loading = メッセージを読み込んでいます…
room-empty-offline = ネットワークにつながると、メッセージが表示されます。
room-watching = 閲覧中です。このリンクでは書き込めません。
room-you = あなた
room-new = 新着
room-jump = 最新へ
room-jump-new =
    { $count ->
       *[other] 新着{ $count }件
    }
room-gap = ここに、以前のメッセージがいくつか抜けています。
room-history-loading = 以前のメッセージを読み込み中…
room-history-gone = これより前のメッセージはもう残っていません。
room-history-failed = 以前のメッセージを読み込めませんでした。
room-history-again = もう一度試す
room-sending = 送信中…
room-waits-network = ネットワークを待っています…
room-waits-turn = 送信待ちです。今はメッセージが多すぎます。
room-waits-slow = 送信待ちです。低速モードでは{ $wait }に1件です。
room-not-sent = 送信できませんでした。{ $why }
room-retry = 再送
room-edit = 編集
room-discard = 破棄
room-private = { $name }さんとあなただけが読めます
room-reply = 個別に返信
room-unfold = もっと見る
room-fold = 折りたたむ
room-recipient-gone = { $name }さんはもうこのルームにいません。
room-filtered = フィルター済み
room-filtered-why = フィルターがこのメッセージを変更しました。元の文は誰にも見えていません。
room-filtered-changed = 「{ $written }」は「{ $now }」になりました。
room-filtered-removed = 「{ $written }」は取り除かれました。
room-filtered-list = 単語リスト：{ $list }。
room-filtered-by-links = このルームでは、そのようなリンクは表示されません。
room-filtered-by-email = このルームでは、メールアドレスは表示されません。
room-filtered-by-phone = このルームでは、電話番号は表示されません。
room-blocked-by = 原因：{ $words }。
room-quoted = 「{ $word }」
room-typing-one = { $name }さんが入力中…
room-typing-two = { $first }さんと{ $second }さんが入力中…
room-typing-many = 複数の人が入力中…
room-reconnecting = 再接続中…
room-offline = オフラインです。書いたものは、つながったときに送られます。
room-unsent-not-kept = 再読み込みすると、まだ送られていないメッセージは失われます。
room-announce = { $name }：{ $body }
room-announce-private = { $name }、あなただけに：{ $body }
room-announce-many =
    { $count ->
       *[other] 新着{ $count }件、最新は{ $name }さん
    }

## People in the room
members-label = メンバー
members-here = 参加中：{ $count }人
members-you = あなた
members-bot = ボット
members-bot-hint = { $name }さんはボットなので、個別のメッセージを読めません。
members-typing = 入力中
members-more = ほか{ $count }人
members-watching = { $count }人が閲覧中
members-write = 個別に書く
members-write-hint = { $name }さんとあなただけが読みます。
members-kick = ルームから外す
members-kick-hint = 同時にルームをロックしたり、リンクを新しくしたりできます。
members-kick-sure = { $name }さんを外しますか？
members-kick-about = すぐに外され、その名前は誰も使えなくなります。
members-kick-lock = ルームをロックする
members-kick-replace = リンクを新しくする
members-kick-open = 同じリンクを使えば、別の名前で戻れます。
members-kick-locked = ルームがロックされている間は戻れません。
members-kick-replaced = 新しいリンクがなければ戻れません。
members-kick-not-replaced = { $name }さんを外しましたが、リンクは新しくできませんでした。「管理」からもう一度試してください。
members-new-name = このルームでのあなたの名前
members-rename = 変更

## Writing a message
composer-message = メッセージ
composer-send = 送信
composer-only = { $name }さんだけが読みます
composer-only-renamed = { $former }さんの名前は{ $name }になりました。{ $name }さんだけが読みます
composer-recipient-left = { $name }さんはもういません。ほかの人を選ぶか、全員に書いてください。
composer-left-alone = { $name }さんはもういません。今はほかに誰もいません。
composer-name-passed-on = { $name }さんはもういません。今は別の人がこの名前を使っています。送る相手を選び直してください。
composer-not-sent = 送信していません：{ $name }さんはもういません。送る相手を選び直してください。
composer-to-all = 全員に書く
composer-suggestions = 候補
composer-left = 残り{ $count }文字
composer-too-many = { $count }文字多すぎます
composer-renamed = 名前が{ $name }になりました。
composer-ambiguous = { $shorter }さんと{ $longer }さんのどちらか分かりません。「/msg」と名前だけを入力してEnterを押してから、メッセージを書いてください。
composer-nobody = { $name }という人はここにいません。
composer-alone = 今はほかに誰もいません。
composer-to-yourself = それはあなたです。
composer-unknown = { $command }というコマンドはないので、送信していません。/help で一覧を表示します。スラッシュを2つ付けると、そのまま送信できます。
composer-text-only = ここで送れるのは文字だけです。
composer-usage-me = 何をするか書いてください。例：/me 手を振る
composer-usage-msg = 相手と内容を書いてください。例：/msg Ann こんにちは
composer-usage-nick = 名前を書いてください。例：/nick Ann
composer-usage-help = /help で一覧を表示します。

## Commands and shortcuts
help-title = 入力できるもの
help-me = していることを伝える
help-msg = 1人だけに書く
help-nick = 名前を変える
help-help = これを表示
help-usage-me = /me 手を振る
help-usage-msg = /msg Ann こんにちは
help-usage-nick = /nick Ann
help-usage-help = /help
help-slashes = スラッシュで始まる文を送る
help-emoji = 😄になる。入力中に候補が出る
help-newline = 改行

## The menu, and notifications
menu-title = メニュー
menu-notify = 通知
menu-notify-hint = ほかの画面を見ている間に誰かが書いたとき。内容は表示しません。
menu-notify-denied = ブラウザーが許可していません。ブラウザーでこのページの設定を変えてください。
menu-sound = 音
menu-sound-hint = ほかの画面を見ている間に誰かが書いたとき、小さな音が鳴ります。
menu-help-hint = コマンドと絵文字
menu-leave = ルームを出る
menu-leave-hint = 戻るには、もう一度リンクを開いてください。
menu-leave-locked-hint = ルームはロックされています。オーナーが解除するまで戻れません。
menu-leave-owner-hint = ルームは開いたままです。最初のページから戻れます。
menu-leave-sure = 送信せずに出ますか？
menu-leave-sure-about = まだ送信していない文章があります。出ると消えます。
alerts-wrote = { $name }さんが書きました
