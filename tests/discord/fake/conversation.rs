//! Commands, clicks and forms from both sides.

use serenity::all::{
    ActionRowComponent, AutocompleteChoice, ChannelType, ComponentInteractionDataKind,
    CreateActionRow, CreateAllowedMentions, CreateAutocompleteResponse, CreateButton, CreateEmbed,
    CreateInputText, CreateInteractionResponse, CreateInteractionResponseMessage, CreateModal,
    CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle,
    InteractionContext, ResolvedValue,
};

use super::bot::Bot;
use crate::support::discord::Discord;

fn message() -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().allowed_mentions(CreateAllowedMentions::new())
}

#[tokio::test]
async fn a_command_a_click_and_a_form_lead_to_a_verdict() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let channel = guild.channel("quiz");
    let ben = guild.member("Ben");
    let mut bot = Bot::start(&discord).await;
    assert_eq!(bot.ready().await.guilds.len(), 1);
    bot.register().await;

    let asked = ben.start_slash(&channel, "quiz", &[("topic", "Peru"), ("questions", "3")]).await;
    let command = bot.command().await;
    assert_eq!(
        (command.user.id.get(), command.context),
        (ben.id(), Some(InteractionContext::Guild))
    );
    let options = command.data.options();
    assert!(matches!(options[0].value, ResolvedValue::String("Peru")));
    assert!(matches!(options[1].value, ResolvedValue::Integer(3)));
    let button = CreateButton::new("answer:1").label("Answer");
    let embed =
        CreateEmbed::new().title("Question 1 of 3").description("What is the capital of Peru?");
    let reply = message()
        .ephemeral(true)
        .embed(embed)
        .components(vec![CreateActionRow::Buttons(vec![button])]);
    command.create_response(&bot.http, CreateInteractionResponse::Message(reply)).await.unwrap();
    let card = asked.answered().await.seen();
    assert!(card.ephemeral && card.text().contains("the capital of Peru"));
    assert_eq!(card.buttons(), ["Answer"]);
    assert!(channel.messages().is_empty(), "nobody else sees it");

    let clicked = ben.start_click(&card, "Answer").await;
    let click = bot.click().await;
    assert_eq!((click.data.custom_id.as_str(), click.message.id.get()), ("answer:1", card.id));
    let field = CreateInputText::new(InputTextStyle::Short, "Your answer", "given")
        .placeholder("The city")
        .max_length(200);
    let modal = CreateModal::new("form:1", "Question 1")
        .components(vec![CreateActionRow::InputText(field)]);
    click.create_response(&bot.http, CreateInteractionResponse::Modal(modal)).await.unwrap();
    let modal = clicked.answered().await.modal();
    let field = &modal.fields[0];
    assert_eq!((modal.title.as_str(), field.label.as_str()), ("Question 1", "Your answer"));
    assert_eq!(
        (field.placeholder.as_deref(), field.value.as_str(), field.long),
        (Some("The city"), "", false)
    );
    assert!(
        modal.fields[0].takes("Lima")
            && !modal.fields[0].takes("")
            && !modal.fields[0].takes(&"x".repeat(201))
    );

    let submitted = ben.start_submit(&modal, &["Lima"]).await;
    let form = bot.form().await;
    let ActionRowComponent::InputText(given) = &form.data.components[0].components[0] else {
        panic!("a text")
    };
    assert_eq!(given.value.as_deref(), Some("Lima"));
    assert_eq!(form.message.as_ref().unwrap().id.get(), card.id);
    let verdict = message().content("Correct.").embeds(vec![]).components(vec![]);
    form.create_response(&bot.http, CreateInteractionResponse::UpdateMessage(verdict))
        .await
        .unwrap();
    let verdict = submitted.answered().await.seen();
    assert_eq!((verdict.id, verdict.text().as_str(), verdict.edits), (card.id, "Correct.", 1));
    assert!(discord.refusals().is_empty() && discord.loose().is_empty() && discord.limited() == 0);
    assert_eq!((discord.responses().total(), discord.unanswered(), discord.late()), (3, 0, 0));
}

#[tokio::test]
async fn a_select_gives_what_was_chosen() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let mut bot = Bot::start(&discord).await;
    bot.register().await;
    let asked = ben.start_slash(&channel, "quiz", &[]).await;
    let options = ["Lima", "Quito"]
        .map(|name| CreateSelectMenuOption::new(name, name.to_lowercase()))
        .to_vec();
    let select = CreateSelectMenu::new("choice", CreateSelectMenuKind::String { options });
    let reply = message().content("Which one?").select_menu(select);
    let command = bot.command().await;
    command.create_response(&bot.http, CreateInteractionResponse::Message(reply)).await.unwrap();
    let seen = asked.answered().await.seen();
    assert_eq!(
        (seen.options(), seen.ephemeral),
        (vec!["Lima".to_owned(), "Quito".to_owned()], false)
    );
    assert_eq!(channel.sees("Which one?").await.id, seen.id);

    let chosen = tokio::spawn({
        let ben = ben.clone();
        async move { ben.choose(&seen, &["Quito"]).await.seen() }
    });
    let click = bot.click().await;
    let ComponentInteractionDataKind::StringSelect { values } = &click.data.kind else {
        panic!("a select")
    };
    assert_eq!(values, &["quito"]);
    let reply = message().content("No, Lima.").components(vec![]);
    click
        .create_response(&bot.http, CreateInteractionResponse::UpdateMessage(reply))
        .await
        .unwrap();
    assert_eq!(chosen.await.unwrap().text(), "No, Lima.");
    assert_eq!(channel.messages().len(), 1);
}

#[tokio::test]
async fn suggestions_come_while_somebody_types() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let (channel, ben) = (guild.channel("quiz"), guild.member("Ben"));
    let mut bot = Bot::start(&discord).await;
    bot.register().await;
    let typing =
        tokio::spawn(async move { ben.complete(&channel, "quiz", &[("topic", "Pe")]).await });
    let interaction = bot.interaction().await.autocomplete().expect("an autocompletion");
    assert_eq!(
        interaction.data.autocomplete().map(|typed| (typed.name, typed.value)),
        Some(("topic", "Pe"))
    );
    let choices = CreateAutocompleteResponse::new()
        .set_choices(vec![AutocompleteChoice::new("Peru", "peru")]);
    interaction
        .create_response(&bot.http, CreateInteractionResponse::Autocomplete(choices))
        .await
        .unwrap();
    assert_eq!(typing.await.unwrap(), [("Peru".to_owned(), "peru".into())]);
}

#[tokio::test]
async fn commands_tell_where_they_were_used_and_by_whom() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let channel = guild.channel("quiz");
    let (ben, ada) = (guild.member("Ben"), guild.admin("Ada"));
    ben.speak("de");
    let thread = channel.thread("race", &ben);
    let mut bot = Bot::start(&discord).await;
    bot.register().await;

    let _in_thread = ben.start_slash(&thread, "stats", &[("member", &ada.id().to_string())]).await;
    let command = bot.command().await;
    let place = command.channel.as_ref().unwrap();
    assert_eq!(
        (place.kind, place.parent_id.unwrap().get()),
        (ChannelType::PublicThread, channel.id())
    );
    assert_eq!(
        (place.name.as_deref(), command.guild_id.unwrap().get()),
        (Some("race"), guild.id())
    );
    let ResolvedValue::User(user, _) = command.data.options()[0].value else {
        panic!("{command:?}")
    };
    assert_eq!(user.id.get(), ada.id());
    assert_eq!((command.locale.as_str(), command.guild_locale.as_deref()), ("de", Some("en-US")));
    assert!(!command.member.as_ref().unwrap().permissions.unwrap().manage_guild());

    let _in_private = ben.start_slash(&ben.direct(), "quiz", &[]).await;
    let command = bot.command().await;
    assert_eq!((command.context, command.guild_id), (Some(InteractionContext::BotDm), None));
    assert_eq!((command.user.name.as_str(), command.member.is_none()), ("ben", true));
    assert_eq!(command.channel.as_ref().unwrap().kind, ChannelType::Private);
}

#[tokio::test]
async fn a_command_for_admins_is_offered_to_them_alone_until_they_open_it() {
    let discord = Discord::start().await;
    let guild = discord.guild("Study group");
    let channel = guild.channel("quiz");
    let (ben, ada) = (guild.member("Ben"), guild.admin("Ada"));
    let mut bot = Bot::start(&discord).await;
    bot.register().await;
    assert!(ada.may_use(&channel, "daily").await && !ben.may_use(&channel, "daily").await);
    assert!(ben.may_use(&channel, "quiz").await && !ben.may_use(&channel, "nothing").await);
    guild.open_command("daily");
    let place = channel.id().to_string();
    let _used =
        ben.start_slash(&channel, "daily set", &[("time", "09:00"), ("channel", &place)]).await;
    let command = bot.command().await;
    let options = command.data.options();
    let ResolvedValue::SubCommand(set) = &options[0].value else { panic!("a subcommand") };
    assert_eq!((options[0].name, set[0].name), ("set", "time"));
    assert!(matches!(set[1].value, ResolvedValue::Channel(one) if one.id.get() == channel.id()));
}
