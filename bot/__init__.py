"""The command line and the Telegram chat: what people see of 问事."""
