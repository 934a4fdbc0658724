namespace RetailPulse.Cli.Doctor;

/// <summary>The result of a check.</summary>
internal enum FindingState
{
    Ok,
    Warning,
    Problem,
}

/// <summary>What a check found.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="Text">What is the case.</param>
/// <param name="ToDo">What to do about it; empty if nothing has to be done.</param>
internal sealed record Finding(string Check, FindingState State, string Text, string ToDo = "")
{
    public static Finding Ok(string check, string text) => new(check, FindingState.Ok, text);

    public static Finding Warning(string check, string text, string toDo) => new(check, FindingState.Warning, text, toDo);

    public static Finding Problem(string check, string text, string toDo) => new(check, FindingState.Problem, text, toDo);
}
