-brand = Ten Minute Chat

page-title = { -brand }
language-label = 言語
language-automatic = ブラウザーに合わせる
qr-label = リンクのQRコード

## 理由
reason-unauthorized = このリンクはもう使えません。開き直すか、新しいリンクをもらってください。
reason-expired = このルームは終了しました。続けて話すには新しいルームを作ってください。
reason-forbidden = このリンクではできません。できるリンクをオーナーに頼んでください。
reason-name-taken = 同じ名前か、よく似た名前の人がルームにいます。別の名前にしてください。
reason-name-invalid = 名前は目に見える文字で1〜{ $count }文字です。別の名前にしてください。
reason-too-large = 長すぎます。メッセージは{ $count }文字までです。分けて送ってください。
reason-rate-limited = 一度に多すぎます。少し待ってからやり直してください。
reason-rate-limited-for = 一度に多すぎます。{ $wait }後にやり直してください。
reason-room-full = このルームは満員です。誰かが出たらもう一度試してください。
reason-locked = オーナーがルームをロックしているため、新しく入れません。ロックの解除を頼んでください。
reason-kicked = オーナーによってルームから外されました。
reason-blocked = フィルターにより送信されず、誰にも見えていません。別の言い方にしてください。
reason-not-found = このアドレスには何もありません。リンクを確認してください。
reason-unavailable = 今はサーバーで処理できませんでした。もう一度試してください。
