namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>The conditions of a query, which all must hold, and the values of its numbered parameters.</summary>
/// <param name="first">A condition without a parameter.</param>
internal sealed class PostgreSqlConditions(string first)
{
    /// <summary>The conditions as SQL.</summary>
    public string Text { get; private set; } = first;

    public List<object> Values { get; } = [];

    /// <summary>Adds a condition whose parameters have been added.</summary>
    public void Add(string condition) => Text = $"{Text} AND {condition}";

    /// <summary>Adds a condition, unless the value of its parameter is <see langword="null"/>.</summary>
    /// <param name="condition">Returns the condition with the given parameter, such as <c>$3</c>.</param>
    public void AddIfSet(object? value, Func<string, string> condition)
    {
        if (value is not null)
            Add(condition(Parameter(value)));
    }

    /// <summary>Adds a value, and returns its parameter.</summary>
    public string Parameter(object value)
    {
        Values.Add(value);
        return $"${Values.Count}";
    }
}
