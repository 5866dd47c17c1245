/// What is counted in the turns of one column, beside roles.
package enum TurnSign: Int, Sign {
  /// A list without any turn.
  case emptyList
  /// A turn that is no object.
  case notObject
  /// A turn that is an object without a text under `role` or `from`.
  case withoutRole
  /// A list with turns, all of speakers that are known, and none of the assistant.
  case withoutAnswer
  /// A list with a turn of the assistant that ends with one of somebody else who is known: that turn.
  case endingWithoutAnswer
  /// A turn of the assistant that holds nothing but white space or null: what holds it, or the turn.
  case emptyAnswer
  /// A turn of the user right behind one of the user, or of the assistant behind one of the assistant that calls no tool.
  case repeatedSpeaker
  /// A turn of the assistant that is the first one, or right behind the first one of the system.
  case answerFirst
  /// A turn of the system behind one of somebody else.
  case lateSystem
  /// A list whose turns behind the system's first one are not, in turn, one of the user or a tool and one of the assistant
  /// to the end.
  case brokenPairs
  /// Arguments of a tool's call that are a text of a JSON object: that text.
  case argumentsAsText
  /// Arguments of a tool's call that are an object.
  case argumentsAsObject
  /// Arguments of a tool's call that are a text of a JSON text.
  case doublyEncodedArguments
  /// Arguments of a tool's call that are a text, and no JSON.
  case argumentsNotJSON
  /// A turn that calls tools, with a turn behind it that is no tool's.
  case callWithoutResult
  /// A tool's turn that comes first, or right behind the system or the user.
  case resultWithoutCall
  /// A call of a function that is none of the record's tools: its name.
  case unknownFunction
  /// A call that lacks an argument which the record's tool requires.
  case missingArgument
  /// An argument of a call which the record's tool does not have.
  case unknownArgument
  /// A turn of the assistant with a field by which some trainers leave it out of the loss: the field's value.
  case leftOutOfLoss
}
