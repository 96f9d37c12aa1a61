"""What people do with the library, one module for each thing; services own transactions and permissions."""
