//! Commands, clicks and forms from both sides.

use serenity::all::{
    ActionRowComponent, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed, CreateInputText,
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateModal, InputTextStyle, InteractionContext,
    ResolvedValue,
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
    assert_eq!((command.user.id.get(), command.context), (ben.id(), Some(InteractionContext::Guild)));
    let options = command.data.options();
    assert!(matches!(options[0].value, ResolvedValue::String("Peru")));
    assert!(matches!(options[1].value, ResolvedValue::Integer(3)));
    let button = CreateButton::new("answer:1").label("Answer");
    let embed = CreateEmbed::new().title("Question 1 of 3").description("What is the capital of Peru?");
    let reply = message().ephemeral(true).embed(embed).components(vec![CreateActionRow::Buttons(vec![button])]);
    command.create_response(&bot.http, CreateInteractionResponse::Message(reply)).await.unwrap();
    let card = asked.answered().await.seen();
    assert!(card.ephemeral && card.text().contains("the capital of Peru"));
    assert_eq!(card.buttons(), ["Answer"]);
    assert!(channel.messages().is_empty(), "nobody else sees it");

    let clicked = ben.start_click(&card, "Answer").await;
    let click = bot.click().await;
    assert_eq!((click.data.custom_id.as_str(), click.message.id.get()), ("answer:1", card.id));
    let field = CreateInputText::new(InputTextStyle::Short, "Your answer", "given").max_length(200);
    let modal = CreateModal::new("form:1", "Question 1").components(vec![CreateActionRow::InputText(field)]);
    click.create_response(&bot.http, CreateInteractionResponse::Modal(modal)).await.unwrap();
    let modal = clicked.answered().await.modal();
    assert_eq!((modal.title.as_str(), modal.fields[0].label.as_str()), ("Question 1", "Your answer"));
    assert!(modal.fields[0].takes("Lima") && !modal.fields[0].takes("") && !modal.fields[0].takes(&"x".repeat(201)));

    let submitted = ben.start_submit(&modal, &["Lima"]).await;
    let form = bot.form().await;
    let ActionRowComponent::InputText(given) = &form.data.components[0].components[0] else { panic!("a text") };
    assert_eq!(given.value.as_deref(), Some("Lima"));
    assert_eq!(form.message.as_ref().unwrap().id.get(), card.id);
    let verdict = message().content("Correct.").embeds(vec![]).components(vec![]);
    form.create_response(&bot.http, CreateInteractionResponse::UpdateMessage(verdict)).await.unwrap();
    let verdict = submitted.answered().await.seen();
    assert_eq!((verdict.id, verdict.text().as_str(), verdict.edits), (card.id, "Correct.", 1));
    assert!(discord.refusals().is_empty() && discord.loose().is_empty() && discord.limited() == 0);
    assert_eq!((discord.responses().total(), discord.unanswered(), discord.late()), (3, 0, 0));
    bot.stop().await;
}
