using System.Data.Common;

namespace RetailPulse.Tests.Support.Databases;

/// <summary>Reads rows of either database.</summary>
internal static class Rows
{
    public static async Task<List<T>> ReadAsync<T>(DbConnection connection, string query, Func<DbDataReader, T> row)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }
}
