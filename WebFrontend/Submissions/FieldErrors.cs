namespace RetailPulse.WebFrontend.Submissions;

/// <summary>What is wrong with one field of a body.</summary>
/// <param name="Pointer">To the field, by RFC 6901; empty for the body as a whole.</param>
internal sealed record WrongField(string Pointer, string Message);

/// <summary>The wrong fields of a body, as they are found: each once, with what was found first.</summary>
/// <param name="most">How many are kept; 0 when it is enough that there are some.</param>
internal sealed class FieldErrors(int most)
{
    private readonly List<WrongField> found = [];

    public IReadOnlyList<WrongField> Found => found;

    /// <summary>There are more than are kept.</summary>
    public bool More { get; private set; }

    public bool Any => More || found.Count > 0;

    public void Add(string pointer, string message)
    {
        if (found.Exists(field => field.Pointer == pointer)) return;
        if (found.Count < most) found.Add(new WrongField(pointer, message));
        else More = true;
    }
}
