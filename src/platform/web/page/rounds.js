// A channel's question has two messages: everyone's, and one's own with one's answer.

/** The other message of the same round, if there is one. */
export function twin(message, messages) {
  if (!message.round) return null;
  return messages.find((one) => one.round === message.round && one.place === message.place && one.private !== message.private) ?? null;
}

const isOwn = (message) => message.private || message.place === "direct";

// One's own question may stand in both places, and is answered in one of them.
const isDoneElsewhere = (message, messages) =>
  isOwn(message) && messages.some((one) => isOwn(one) && one.round === message.round && one.place !== message.place && !one.question);

/** Whether a typed answer is taken for this message, of all `messages` of every place. */
export function waits(message, messages) {
  if (!message.question || isDoneElsewhere(message, messages)) return false;
  const other = twin(message, messages);
  if (!other) return true;
  // With one's own message there, the answer goes to that one, as long as everyone's question is open.
  return Boolean(message.private && other.question);
}

/** The buttons that still do something. */
export function offered(message, messages) {
  const buttons = message.body.buttons ?? [];
  const other = twin(message, messages);
  if (!other) return buttons;
  if (message.private) return other.question ? buttons : [];
  return buttons.filter((button) => !message.own.includes(button.action));
}

/** Whether a message asks a card of the day. */
export const isCard = (message) => Boolean(message.question?.startsWith("p"));

/** The quiz that a message's round belongs to. */
export const quizOf = (message) => message.round?.split(".")[0] ?? null;
