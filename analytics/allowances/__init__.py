"""Monthly allowances (限量管理、奖节罚超): proposals, progress, settlements, adjustments."""
