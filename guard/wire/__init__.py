"""OpenAI's wire format: what a request asks for, and answers and event streams that carry judged replies."""
