"""How well searching finds: questions with judged answers, put to the index alone and to the whole way of a search."""
