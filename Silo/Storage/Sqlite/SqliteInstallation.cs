using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Images.Hashing;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>The secret that all processes of an installation share, as SQLite keeps it.</summary>
internal static class SqliteInstallation
{
    /// <summary>Returns the secret, drawn now if there is none. Of several processes that start at once, all get that of the first.</summary>
    public static InstallationSecret ReadSecret(SqliteConnection connection)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO installation(id, secret) VALUES(1, $secret) ON CONFLICT DO NOTHING";
        insert.Parameters.AddWithValue("$secret", RandomNumberGenerator.GetBytes(InstallationSecret.Length));
        insert.ExecuteNonQuery();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT secret FROM installation";
        return new InstallationSecret((byte[])read.ExecuteScalar()!);
    }
}
