using System.Security.Cryptography;
using Npgsql;
using RetailPulse.Grains.Images.Hashing;

namespace RetailPulse.Silo.Storage.PostgreSql.Schema;

/// <summary>Reads the secret that all processes of an installation share.</summary>
internal static class PostgreSqlInstallation
{
    /// <summary>
    /// Returns the secret, and generates it if it does not exist. If several processes start at once, all get the first one's secret.
    /// </summary>
    public static InstallationSecret ReadSecret(NpgsqlConnection connection)
    {
        using var insert = new NpgsqlCommand("INSERT INTO installation(id, secret) VALUES(1, $1) ON CONFLICT DO NOTHING", connection);
        insert.Parameters.Add(new NpgsqlParameter { Value = RandomNumberGenerator.GetBytes(InstallationSecret.Length) });
        insert.ExecuteNonQuery();
        using var read = new NpgsqlCommand("SELECT secret FROM installation", connection);
        return new InstallationSecret((byte[])read.ExecuteScalar()!);
    }
}
