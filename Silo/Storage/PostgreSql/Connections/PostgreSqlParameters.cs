using Npgsql;

namespace RetailPulse.Silo.Storage.PostgreSql.Connections;

/// <summary>Binds parameters by position.</summary>
internal static class PostgreSqlParameters
{
    /// <summary>Binds <paramref name="values"/> to <c>$1</c>, <c>$2</c>, … and returns the command.</summary>
    public static NpgsqlCommand Bind(this NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
