namespace RetailPulse.WebFrontend.Console.Words;

/// <summary>Writes the filters of a change of many jobs.</summary>
public static class BulkQuery
{
    /// <summary>Returns a query without its question mark, and without filters that are empty.</summary>
    public static string Of(params (string Name, string? Value)[] filters) =>
        string.Join(
            '&',
            filters
                .Where(filter => !string.IsNullOrEmpty(filter.Value))
                .Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value!)}")
        );
}
