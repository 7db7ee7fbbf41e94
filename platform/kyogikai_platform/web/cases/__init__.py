"""The pages of confidential cases: the desk of those whom they are open to, abstracts, emergencies."""
