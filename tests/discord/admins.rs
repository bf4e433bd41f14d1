//! Members who are named as admins on Discord: what they see and do at once, and where not.

use super::running::Running;

#[tokio::test]
async fn a_member_who_is_named_sees_and_uses_what_admins_do_at_once() {
    let running = Running::start().await;
    let (anna, ben) = (running.guild.admin("Anna"), running.guild.member("Ben"));
    let set = [("time", "09:00"), ("deck", "capitals")];
    // It is offered to everybody and says itself whom it is for.
    let refused = ben.slash(&running.channel, "admins list", &[]).await;
    assert!(refused.seen().ephemeral, "{}", refused.text());
    assert!(refused.text().contains("Only admins may use </admins list:"), "{}", refused.text());
    let ben_id = ben.id().to_string();
    // Whoever was picked is met by that, and called by name before.
    let cleo_id = running.guild.member("Cleo").id().to_string();
    let unmet = anna.slash(&running.channel, "stats", &[("member", &cleo_id)]).await;
    assert!(unmet.text().contains("Nobody called “Cleo”"), "{}", unmet.text());
    let met = anna.slash(&running.channel, "admins add", &[("member", &cleo_id)]).await;
    assert!(met.text().contains("**Cleo** is an admin now"), "{}", met.text());
    anna.slash(&running.channel, "admins remove", &[("member", &cleo_id)]).await;

    ben.slash(&running.channel, "help", &[]).await;
    let named = anna.slash(&running.channel, "admins add", &[("member", &ben_id)]).await;
    assert!(named.text().contains("**Ben** is an admin now"), "{}", named.text());
    let done = ben.slash(&running.channel, "daily set", &set).await;
    assert!(done.text().contains("daily at 09:00"), "{}", done.text());
    let list = ben.slash(&running.channel, "admins list", &[]).await;
    assert!(list.text().contains("**Ben**, named by Anna on "), "{}", list.text());
    // Discord does not say there who is still in the server, so nobody is an admin there.
    let alone = ben.slash(&ben.direct(), "admins list", &[]).await;
    assert!(alone.text().contains("If you are one, type it in a channel"), "{}", alone.text());

    let gone = anna.slash(&running.channel, "admins remove", &[("member", &ben_id)]).await;
    assert!(gone.text().contains("**Ben** is not named as an admin any more."), "{}", gone.text());
    let refused = ben.slash(&running.channel, "daily off", &[]).await;
    assert!(refused.text().contains("Only admins may use </daily off:"), "{}", refused.text());
    assert!(running.discord.refusals().is_empty(), "{:?}", running.discord.refusals());
}
