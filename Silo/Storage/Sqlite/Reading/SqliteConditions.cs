namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>The conditions of a query, which all must hold, and the values of its parameters.</summary>
/// <param name="first">A condition without a parameter.</param>
internal sealed class SqliteConditions(string first)
{
    /// <summary>The conditions as SQL.</summary>
    public string Text { get; private set; } = first;

    public List<(string Name, object? Value)> Values { get; } = [];

    /// <summary>Adds a condition with its parameters.</summary>
    public void Add(string condition, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Text = $"{Text} AND {condition}";
        Values.AddRange(values);
    }

    /// <summary>Adds a condition with one parameter, unless its value is <see langword="null"/>.</summary>
    public void AddIfSet(string condition, string name, object? value)
    {
        if (value is not null)
            Add(condition, (name, value));
    }
}
