-- Conversations that the program keeps itself say whose they are. So far only the local page's were kept.

ALTER TABLE chat_messages ADD COLUMN platform TEXT NOT NULL DEFAULT 'web';
ALTER TABLE chat_events ADD COLUMN platform TEXT NOT NULL DEFAULT 'web';
